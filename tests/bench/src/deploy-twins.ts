import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RawApply } from './raw-client.ts';

/** ConfigMaps alone, or kinds with which controllers have work. */
export const SETS = ['config maps', 'mixed'] as const;
export type ObjectSet = (typeof SETS)[number];

export interface TwinOptions {
  readonly set: ObjectSet;
  readonly count: number;
  /** The second version differs in every object. */
  readonly version: 1 | 2;
}

type Json = Record<string, unknown>;

/** Objects a file: enough files that nobody gains by their number, few enough to be like a real pack. */
const PER_FILE = 50;

/** Folders that render the same objects. */
export interface DeployTwins {
  readonly pack: string;
  readonly chart: string;
}

/** Writes a pack and a Helm chart that render the same objects, for a fair race. */
export function writeDeployTwins(folder: string, options: TwinOptions): DeployTwins {
  const pack = join(folder, 'pack');
  const chart = join(folder, 'chart');
  for (const root of [pack, chart]) mkdirSync(join(root, 'templates'), { recursive: true });
  writeFileSync(join(pack, 'Pack.yaml'), `apiVersion: sherpack/v1\nmetadata:\n  name: twins\n  version: ${options.version}.0.0\n`);
  writeFileSync(join(chart, 'Chart.yaml'), `apiVersion: v2\nname: twins\nversion: ${options.version}.0.0\n`);
  for (const root of [pack, chart]) writeFileSync(join(root, 'values.yaml'), 'team: shop\n');
  const objects = objectsOf(options).map((object) => JSON.stringify(object));
  for (let start = 0; start < objects.length; start += PER_FILE) {
    const text = objects.slice(start, start + PER_FILE).join('\n---\n');
    writeFileSync(join(pack, 'templates', `objects-${start}.yaml`), text.replaceAll('TEAM', '{{ values.team }}'));
    writeFileSync(join(chart, 'templates', `objects-${start}.yaml`), text.replaceAll('TEAM', '{{ .Values.team }}'));
  }
  return { pack, chart };
}

/** The same objects for a client that only sends them. */
export function appliesOf(options: TwinOptions, namespace: string): readonly RawApply[] {
  return objectsOf(options).map((object) => {
    const { apiVersion, kind, metadata: { name } } = object as { apiVersion: string; kind: string; metadata: { name: string } };
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    return [`${root}/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`, object];
  });
}

function objectsOf({ set, count, version }: TwinOptions): readonly Json[] {
  return Array.from({ length: count }, (_, index) => (set === 'mixed' ? mixed(index, version) : configMap(index, version)));
}

function configMap(index: number, version: number): Json {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `o${index}`, labels: { tier: 'web' } }, data: { team: 'TEAM', number: String(index), version: String(version) } };
}

function mixed(index: number, version: number): Json {
  const metadata = { name: `o${index}`, labels: { tier: 'web', version: `v${version}` } };
  switch (index % 5) {
    case 0: return { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { team: 'TEAM', version: String(version) } };
    case 1: return { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: { app: `o${index}` }, ports: [{ port: 80 }] } };
    case 2: return { apiVersion: 'v1', kind: 'ServiceAccount', metadata };
    case 3: return { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { replicas: 0, selector: { matchLabels: { app: `o${index}` } }, template: { metadata: { labels: { app: `o${index}` } }, spec: { containers: [{ name: 'c', image: `example/app:${version}` }] } } } };
    default: return configMap(index, version);
  }
}
