import type { AuditEvent } from '@sherpack/control-plane/audit';
import { isWrite } from '@sherpack/control-plane/audit';
import type { GeneratedPack, ObjectMaker } from './generated-pack.ts';

/**
 * Objects in forty waves and two namespaces. Every fifth depends on one of its own wave further up, every hundredth on
 * all fiftieth parts of its wave that bear a label.
 */
export interface LargeGraph {
  readonly pack: GeneratedPack;
  /** Pairs of names: the second waits for the first. Those of waves are not among them. */
  readonly edges: readonly (readonly [string, string])[];
  readonly selected: number;
  readonly acrossNamespaces: number;
  waveOf(name: string): number;
}

export const WAVES = 40;
/** Groups of a label repeat after so many objects, a multiple of the waves: a group is of one wave. */
const GROUPS = 200;
const KINDS = ['ConfigMap', 'Secret', 'ConfigMap', 'ServiceAccount', 'ConfigMap', 'Role', 'ConfigMap', 'Secret', 'ConfigMap', 'ConfigMap'] as const;
type Kind = (typeof KINDS)[number] | 'Deployment';

const MAKERS: Readonly<Record<Kind, ObjectMaker>> = {
  ConfigMap: (name, value) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } }),
  Secret: (name, value) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData: { value } }),
  ServiceAccount: (name) => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } }),
  Role: (name, value) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'], resourceNames: [value] }] }),
  Deployment: (name, value) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { replicas: 0, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: `example/app:${value}` }] } } } }),
};

/** One in fifty is not ready as soon as it is written. */
const CYCLE: readonly Kind[] = Array.from({ length: 50 }, (_, index) => (index === 6 ? 'Deployment' : KINDS[index % KINDS.length] ?? 'ConfigMap'));

export function largeGraph(count: number, [own, other]: readonly [string, string]): LargeGraph {
  const namespaceOf = (index: number) => (index % 3 === 0 ? other : own);
  const kindOf = (index: number): Kind => CYCLE[index % CYCLE.length] ?? 'ConfigMap';
  const selects = (index: number) => index % 100 === 99;
  const membersOf = (group: number) => Array.from({ length: Math.ceil((count - group) / GROUPS) }, (_, index) => group + index * GROUPS);
  // Nothing depends on what selects, so that no cycle can come of it.
  const targetOf = (index: number) => index - WAVES * (1 + (index % 7));
  const depends = (index: number) => index % 5 === 0 && targetOf(index) >= 0 && !selects(targetOf(index));
  const groupBefore = (index: number) => (index % GROUPS) - WAVES;

  function annotationsOf(index: number): Readonly<Record<string, string>> {
    const target = targetOf(index);
    // By its whole name every other time; the other times the name alone must do.
    const named = depends(index) ? [index % 2 === 0 ? `${kindOf(target)}/${namespaceOf(target)}/o${target}` : `o${target}`] : [];
    const all = selects(index) ? [...named, `selector:group=g${groupBefore(index)}`] : named;
    return all.length === 0 ? {} : { 'sherpack.io/depends-on': all.join(', ') };
  }

  const indices = Array.from({ length: count }, (_, index) => index);
  const explicit = indices.filter(depends).map((index) => [targetOf(index), index] as const);
  const selected = indices.filter(selects).flatMap((index) => membersOf(groupBefore(index)).map((member) => [member, index] as const));
  return {
    pack: { objects: count, waves: WAVES, version: 1, kinds: CYCLE.map((kind) => MAKERS[kind]), annotationsOf, labelsOf: (index) => ({ group: `g${index % GROUPS}` }), namespaceOf },
    edges: [...explicit, ...selected].map(([from, to]) => [`o${from}`, `o${to}`] as const),
    selected: selected.length,
    acrossNamespaces: explicit.filter(([from, to]) => namespaceOf(from) !== namespaceOf(to)).length,
    waveOf: (name) => Number(name.slice(1)) % WAVES,
  };
}

export interface Written {
  /** When the request came. */
  readonly from: string;
  /** When it was done: answered, and for a Deployment also seen by its controller. */
  readonly until: string;
}

/** When each object was written or deleted; `events` are those of the whole namespace, controllers included. */
export function timesOf(events: readonly AuditEvent[], verb: 'patch' | 'delete', user: string): ReadonlyMap<string, Written> {
  const times = new Map<string, Written>();
  for (const event of events.filter(isWrite)) {
    const { objectRef, requestReceivedTimestamp: from, stageTimestamp: until } = event;
    const name = objectRef?.name ?? '';
    if (!/^o\d+$/.test(name)) continue;
    const known = times.get(name);
    if (event.user.username === user && event.verb === verb && objectRef?.subresource === undefined) times.set(name, { from, until });
    else if (verb === 'patch' && known !== undefined && isFirstStatus(event)) times.set(name, { from: known.from, until: known.until > until ? known.until : until });
  }
  return times;
}

function isFirstStatus({ objectRef, responseObject }: AuditEvent): boolean {
  const { status, metadata } = (responseObject ?? {}) as { status?: { observedGeneration?: number; conditions?: readonly unknown[] }; metadata?: { generation?: number } };
  return objectRef?.resource === 'deployments' && objectRef.subresource === 'status' && status?.observedGeneration === metadata?.generation && status?.conditions?.length === 1;
}

/** Pairs of which the second began before the first had ended, and waves that began before the one below was over. */
export function violationsOf(times: ReadonlyMap<string, Written>, { edges, waveOf }: LargeGraph, isReverse: boolean): readonly string[] {
  const directed = isReverse ? edges.map(([from, to]) => [to, from] as const) : edges;
  const early = directed.flatMap(([first, second]) => {
    const [a, b] = [times.get(first), times.get(second)];
    if (a === undefined || b === undefined) return [`${first} or ${second} is not in the log`];
    return a.until <= b.from ? [] : [`${second} came before ${first}`];
  });
  return [...early, ...earlyWaves(times, waveOf, isReverse)];
}

function earlyWaves(times: ReadonlyMap<string, Written>, waveOf: LargeGraph['waveOf'], isReverse: boolean): readonly string[] {
  const begins: string[] = [];
  const ends: string[] = [];
  for (const [name, { from, until }] of times) {
    const wave = isReverse ? WAVES - 1 - waveOf(name) : waveOf(name);
    begins[wave] = begins[wave] === undefined || from < begins[wave] ? from : begins[wave];
    ends[wave] = ends[wave] === undefined || until > ends[wave] ? until : ends[wave];
  }
  return begins.flatMap((begin, wave) => (wave > 0 && begin < (ends[wave - 1] ?? '') ? [`position ${wave} began before the one below was over`] : []));
}
