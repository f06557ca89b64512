import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Json = Record<string, unknown>;

export interface GeneratedPack {
  readonly objects: number;
  readonly waves: number;
  /** The second version changes a third of the objects, leaves the last tenth out and brings as many new ones. */
  readonly version: 1 | 2;
  /** Brings a kind of its own in this group, and five objects of it. */
  readonly group?: string;
  /** Jobs before, among and after the objects. */
  readonly hooks?: boolean;
  readonly annotationsOf?: (index: number) => Readonly<Record<string, string>>;
  /** One object of each after another; without it ten that are quickly made. */
  readonly kinds?: readonly ObjectMaker[];
  readonly labelsOf?: (index: number) => Readonly<Record<string, string>>;
  /** Without it that of the release. */
  readonly namespaceOf?: (index: number) => string;
}

/** An object that is another one for another value. */
export type ObjectMaker = (name: string, value: string) => Json;

/** Namespaced kinds that need no controller to be what they are. */
const KINDS: readonly ObjectMaker[] = [
  (name, value) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } }),
  (name, value) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData: { value } }),
  (name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }),
  (name, value) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: value }, ports: [{ port: 80 }] } }),
  (name, value) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'], resourceNames: [value] }] }),
  (name, value) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name, annotations: { value } }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'any' }, subjects: [{ kind: 'ServiceAccount', name: 'any' }] }),
  (name, value) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas: 0, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: `example/app:${value}` }] } } } }),
  (name, value) => ({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name }, spec: { schedule: '0 0 1 1 *', suspend: true, jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: `example/job:${value}` }] } } } } } }),
  (name, value) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec: { podSelector: { matchLabels: { app: value } } } }),
  (name, value) => ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec: { maxUnavailable: 1, selector: { matchLabels: { app: value } } } }),
];

/** Writes a pack for the engine `plain`. @returns its folder */
export function writePack(folder: string, pack: GeneratedPack): string {
  mkdirSync(join(folder, 'templates'), { recursive: true });
  writeFileSync(join(folder, 'Pack.yaml'), JSON.stringify({ apiVersion: 'sherpack/v1', metadata: { name: 'generated', version: `${pack.version}.0.0` }, engine: 'plain' }));
  const objects = [...contentOf(pack), ...(pack.group === undefined ? [] : customOf(pack.group, pack.version)), ...(pack.hooks === true ? hooksOf(pack.version) : [])];
  writeFileSync(join(folder, 'templates/objects.yaml'), objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  return folder;
}

function contentOf({ objects, waves, version, annotationsOf, labelsOf, namespaceOf, kinds = KINDS }: GeneratedPack): readonly Json[] {
  const tenth = Math.floor(objects / 10);
  const first = version === 1 ? 0 : tenth;
  return Array.from({ length: objects }, (_, offset) => {
    const index = offset + first;
    const value = version === 2 && index % 3 === 0 ? 'two' : 'one';
    const object = (kinds[index % kinds.length] as ObjectMaker)(`o${index}`, value);
    const wave = index % waves;
    const metadata = object['metadata'] as { annotations?: Json };
    const annotations = { ...metadata.annotations, ...(wave === 0 ? {} : { 'sherpack.io/wave': String(wave) }), ...annotationsOf?.(index) };
    const namespace = namespaceOf === undefined ? {} : { namespace: namespaceOf(index) };
    return { ...object, metadata: { ...metadata, ...namespace, labels: { slot: `s${index % 20}`, ...labelsOf?.(index) }, annotations } };
  });
}

function customOf(group: string, version: number): readonly Json[] {
  const names = { kind: 'Gadget', plural: 'gadgets', singular: 'gadget', listKind: 'GadgetList' };
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } } } };
  const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `gadgets.${group}` }, spec: { group, names, scope: 'Namespaced', versions: [{ name: 'v1', served: true, storage: true, schema }] } };
  const gadgets = Array.from({ length: 5 }, (_, index) => ({ apiVersion: `${group}/v1`, kind: 'Gadget', metadata: { name: `g${index}` }, spec: { size: version } }));
  return [definition, ...gadgets];
}

function hooksOf(version: number): readonly Json[] {
  const job = (name: string, events: string, annotations: Json = {}): Json => ({
    apiVersion: 'batch/v1', kind: 'Job', metadata: { name, annotations: { 'helm.sh/hook': events, ...annotations } },
    spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: `example/hook:${version}` }] } } },
  });
  return [
    job('before', 'pre-install,pre-upgrade', { 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' }),
    job('among', 'during-install,during-upgrade', { 'sherpack.io/wave': '2' }),
    job('after', 'post-install,post-upgrade'),
  ];
}
