import { BUDGET_KINDS } from './budget-objects.ts';
import type { Maker } from './budget-objects.ts';
import type { ObjectMaker } from './generated-pack.ts';

const CONTAINERS = [{ name: 'c', image: 'example/app:1' }];

const FURTHER: readonly Maker[] = [
  (name) => ({ apiVersion: 'apps/v1', kind: 'DaemonSet', spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { nodeSelector: { nowhere: 'yes' }, containers: CONTAINERS } } } }),
  () => ({ apiVersion: 'batch/v1', kind: 'Job', spec: { suspend: true, template: { spec: { restartPolicy: 'Never', containers: CONTAINERS } } } }),
  (name) => ({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', spec: { holderIdentity: name } }),
  () => ({ apiVersion: 'apps/v1', kind: 'ControllerRevision', revision: 1, data: { any: 'thing' } }),
  () => ({ apiVersion: 'storage.k8s.io/v1', kind: 'CSIStorageCapacity', storageClassName: 'none', capacity: '1Gi' }),
];

const ALL = [...BUDGET_KINDS, ...FURTHER];

/** Twenty-five kinds; an annotation holds the value, which every one of them lets change. */
export const MANY_KINDS: readonly ObjectMaker[] = ALL.map((make) => (name, value) => ({ ...make(name), metadata: { name, annotations: { value } } }));

/** The names of a kind's objects among `o0` to `o<count - 1>`. */
export function namesOf(kind: string, count: number): readonly string[] {
  const place = ALL.findIndex((make) => make('any').kind === kind);
  return Array.from({ length: count }, (_, index) => index).filter((index) => index % ALL.length === place).map((index) => `o${index}`);
}
