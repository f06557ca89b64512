import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Expressions in a template: of Handlebars and of Go. */
export interface Syntax {
  value(path: string): string;
  readonly release: string;
}

const PACK: Syntax = { value: (path) => `{{ values.${path} }}`, release: '{{ release.name }}' };
const CHART: Syntax = { value: (path) => `{{ .Values.${path} }}`, release: '{{ .Release.Name }}' };

/** What both tools install: the same objects, written in the language of each. */
export interface TwinSource {
  readonly name: string;
  readonly values: string;
  /** Paths below `templates/` with their content. */
  templates(syntax: Syntax): Readonly<Record<string, string>>;
  /** Paths below `crds/`; the group keeps the definitions of the two tools apart in one cluster. */
  definitions(group: string): Readonly<Record<string, string>>;
  readonly children?: readonly TwinSource[];
}

export interface Twin {
  readonly pack: string;
  readonly chart: string;
}

export function writeTwin(folder: string, source: TwinSource): Twin {
  const [pack, chart] = [join(folder, `${source.name}-pack`), join(folder, `${source.name}-chart`)];
  writePack(pack, source);
  writeChart(chart, source);
  return { pack, chart };
}

function writePack(folder: string, source: TwinSource): void {
  const { name, values, children = [] } = source;
  const dependencies = children.length === 0 ? '' : `dependencies:\n${children.map((child) => `  - name: ${child.name}\n    version: ^1.0.0\n`).join('')}`;
  write(folder, 'Pack.yaml', `apiVersion: sherpack/v1\nmetadata:\n  name: ${name}\n  version: 1.0.0\n${dependencies}`);
  write(folder, 'values.yaml', values);
  writeAll(folder, source.templates(PACK), 'templates');
  writeAll(folder, source.definitions('pack.example.com'), 'crds');
  for (const child of children) writePack(join(folder, 'packs', child.name), child);
}

function writeChart(folder: string, source: TwinSource): void {
  const { name, values, children = [] } = source;
  write(folder, 'Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
  write(folder, 'values.yaml', values);
  writeAll(folder, source.templates(CHART), 'templates');
  writeAll(folder, source.definitions('helm.example.com'), 'crds');
  for (const child of children) writeChart(join(folder, 'charts', child.name), child);
}

function writeAll(folder: string, files: Readonly<Record<string, string>>, below: string): void {
  for (const [path, content] of Object.entries(files)) write(folder, join(below, path), content);
}

function write(folder: string, path: string, content: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
