import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { definitionFile } from './definition.ts';
import { componentFile, helperFile, ruleFile } from './templates.ts';
import { valuesFile } from './values.ts';

/** What a chart is made of; all of it is made up, only the sizes are those of charts that people run. */
export interface ChartShape {
  /** Templates of four documents each: Deployment, Service, ConfigMap, NetworkPolicy. */
  readonly components: number;
  /** Lines in each ConfigMap. */
  readonly lines: number;
  /** Templates of one document with many escaped braces. */
  readonly rules: number;
  /** Files in `crds/`, of about 100 kB each. */
  readonly definitions: number;
  /** Size of values.yaml in bytes, comments included. */
  readonly values: number;
}

/** Over 200 documents and over 1 MB of output. */
export const LARGE: ChartShape = { components: 60, lines: 180, rules: 0, definitions: 0, values: 12_000 };
/** Of the size of kube-prometheus-stack: 208 kB of values, 1.4 MB of templates and definitions. */
export const STACK: ChartShape = { components: 12, lines: 20, rules: 105, definitions: 6, values: 208_000 };

/** Writes a chart below the folder. @returns where it is */
export function writeChart(folder: string, name: string, shape: ChartShape): string {
  const root = join(folder, name);
  const files: Record<string, string> = {
    'Chart.yaml': `apiVersion: v2\nname: ${name}\nversion: 1.0.0\nappVersion: "2.4"\nkubeVersion: ">=1.25.0-0"\n`,
    'values.yaml': valuesFile(shape),
    'templates/_helpers.tpl': helperFile(),
  };
  for (let index = 0; index < shape.components; index++) files[`templates/component-${index}.yaml`] = componentFile(index);
  for (let index = 0; index < shape.rules; index++) files[`templates/rules/group-${index}.yaml`] = ruleFile(index);
  for (let index = 0; index < shape.definitions; index++) files[`crds/kind-${index}.yaml`] = definitionFile(index);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
