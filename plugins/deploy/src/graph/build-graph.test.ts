import { describe, expect, it } from 'vitest';
import type { HookPlan, KubernetesObject, PlanStep, StepDependency } from '@sherpack/plugin-api';
import { refKey, refOf } from '@sherpack/plugin-api';
import { buildGraph } from './build-graph.ts';
import type { Graph } from './graph.ts';

interface StepInput {
  readonly wave?: number;
  readonly dependsOn?: readonly StepDependency[];
  readonly action?: PlanStep['action'];
  readonly hook?: Partial<HookPlan>;
  readonly wait?: boolean;
}

function objectOf(kind: string, name: string, rest: object = {}, apiVersion = 'v1'): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...rest };
}

function stepOf(object: KubernetesObject, { wave = 0, dependsOn = [], action = 'create', hook, wait = true }: StepInput = {}): PlanStep {
  const ref = refOf(object);
  return {
    id: refKey(ref), action, ref, desired: object, live: undefined, changes: [], source: undefined, secretPaths: [], dependsOn, wave,
    ready: { wait, timeout: undefined }, reason: undefined,
    hook: hook === undefined ? undefined : { phase: 'pre', event: 'pre-install', weight: 0, deletePolicies: [], failure: 'fail', retries: 0, showsLogs: false, ...hook },
  };
}

function configMap(name: string, input?: StepInput): PlanStep {
  return stepOf(objectOf('ConfigMap', name), input);
}

function graphOf(steps: readonly PlanStep[]): Graph {
  const { graph, cycle } = buildGraph(steps);
  if (graph === undefined) throw new Error(`a cycle of ${cycle.length}`);
  return graph;
}

/** Names of steps in an order that the graph allows: always the first that is free. */
function orderOf(graph: Graph): readonly string[] {
  const waiting = graph.incoming.map((edges) => edges.length);
  const free = graph.nodes.filter(({ index }) => waiting[index] === 0).map(({ index }) => index);
  const order: string[] = [];
  for (let node = free.shift(); node !== undefined; node = free.shift()) {
    const { step } = graph.nodes[node] ?? {};
    if (step !== undefined) order.push(step.ref.name);
    for (const { to } of graph.outgoing[node] ?? []) {
      waiting[to]! -= 1;
      if (waiting[to] === 0) free.push(to);
    }
  }
  return order;
}

/** Whether the graph makes one step wait for the other. */
function comesBefore(graph: Graph, first: string, second: string): boolean {
  const indexOf = (name: string) => graph.nodes.find(({ step }) => step?.ref.name === name)?.index ?? -1;
  const seen = new Set([indexOf(first)]);
  for (const node of seen) for (const { to } of graph.outgoing[node] ?? []) seen.add(to);
  return seen.has(indexOf(second));
}

describe('waves', () => {
  it('follow one another by number, whatever the order of the steps', () => {
    expect(orderOf(graphOf([configMap('b', { wave: 2 }), configMap('a', { wave: -1 }), configMap('c', { wave: 10 })]))).toEqual(['a', 'b', 'c']);
  });

  it('wait for readiness where it is wished, else for the write', () => {
    const graph = graphOf([configMap('waits', { wave: 1 }), configMap('only-written', { wave: 1, wait: false }), configMap('next', { wave: 2 })]);
    const needs = graph.edges.filter(({ to, origin }) => origin === 'wave' && graph.nodes[to]?.id === 'wave:1').map(({ from, need }) => [graph.nodes[from]?.step?.ref.name, need]);
    expect(needs).toEqual([['waits', 'ready'], ['only-written', 'present']]);
  });

  it('cost edges in proportion to objects', () => {
    const steps = Array.from({ length: 4000 }, (_, index) => configMap(`c${index}`, { wave: index % 40 }));
    expect(graphOf(steps).edges.length).toBeLessThan(4000 * 2 + 40 * 2 + 10);
  });
});

describe('references', () => {
  const pod = { spec: { template: { spec: { serviceAccountName: 'runner', containers: [{ envFrom: [{ secretRef: { name: 'login' } }] }], volumes: [{ persistentVolumeClaim: { claimName: 'data' } }] } } } };

  it('put what pods name, the rights of their account and the policies of their namespace before them', () => {
    const graph = graphOf([
      stepOf(objectOf('Deployment', 'web', pod, 'apps/v1')), stepOf(objectOf('PersistentVolumeClaim', 'data')), stepOf(objectOf('Secret', 'login')), stepOf(objectOf('ServiceAccount', 'runner')),
      stepOf(objectOf('RoleBinding', 'may', { roleRef: { kind: 'Role', name: 'reader' }, subjects: [{ kind: 'ServiceAccount', name: 'runner' }] }, 'rbac.authorization.k8s.io/v1')),
      stepOf(objectOf('Role', 'reader', {}, 'rbac.authorization.k8s.io/v1')), stepOf(objectOf('LimitRange', 'limits')),
    ]);
    for (const name of ['data', 'login', 'runner', 'may', 'reader', 'limits']) expect([name, comesBefore(graph, name, 'web')]).toEqual([name, true]);
    expect(comesBefore(graph, 'reader', 'may')).toBe(true);
  });

  it('yield to what was declared, and say so', () => {
    const graph = graphOf([
      stepOf(objectOf('Deployment', 'web', { spec: { template: { spec: { containers: [{ env: [{ valueFrom: { configMapKeyRef: { name: 'late' } } }] }] } } } }, 'apps/v1')),
      configMap('late', { dependsOn: [{ id: 'apps/Deployment/shop/web', until: 'present' }] }),
    ]);
    expect(orderOf(graph)).toEqual(['web', 'late']);
    expect(graph.dropped.map(({ origin }) => origin)).toContain('reference');
  });

  it('never make a wave wait for a later one', () => {
    const graph = graphOf([stepOf(objectOf('Pod', 'early', { spec: { imagePullSecrets: [{ name: 'pull' }] } }), { wave: 1 }), stepOf(objectOf('Secret', 'pull'), { wave: 2 })]);
    expect(orderOf(graph)).toEqual(['early', 'pull']);
  });

  it('put definitions before their resources and webhook configurations last', () => {
    const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets' }, spec: { group: 'example.com', names: { kind: 'Widget' } } };
    const graph = graphOf([
      stepOf(objectOf('ValidatingWebhookConfiguration', 'guard', {}, 'admissionregistration.k8s.io/v1')), stepOf(objectOf('Widget', 'w', {}, 'example.com/v1')),
      stepOf(definition), stepOf(objectOf('Deployment', 'web', {}, 'apps/v1')),
    ]);
    expect(comesBefore(graph, 'widgets', 'w')).toBe(true);
    expect(comesBefore(graph, 'web', 'guard')).toBe(true);
    expect(comesBefore(graph, 'w', 'guard')).toBe(true);
  });
});

describe('hooks', () => {
  it('stand before and after everything else, by weight and then name', () => {
    const steps = [
      configMap('after', { hook: { phase: 'post' } }), configMap('b-pre', { hook: {} }), configMap('a-pre', { hook: {} }), configMap('light', { hook: { weight: -1 } }),
      configMap('main', { wave: -3 }), configMap('old', { action: 'delete' }),
    ];
    expect(orderOf(graphOf(steps))).toEqual(['light', 'a-pre', 'b-pre', 'main', 'old', 'after']);
  });

  it('of the phase "during" belong to their wave and hold its barrier until they are complete', () => {
    const graph = graphOf([configMap('first', { wave: 1 }), configMap('migrate', { wave: 1, hook: { phase: 'during' }, dependsOn: [{ id: '/ConfigMap/shop/first', until: 'ready' }] }), configMap('second', { wave: 2 })]);
    expect(orderOf(graph)).toEqual(['first', 'migrate', 'second']);
    expect(graph.edges.some(({ need, to }) => need === 'complete' && graph.nodes[to]?.id === 'wave:1')).toBe(true);
  });
});

describe('removals', () => {
  const gone = { action: 'delete' } as const;

  it('go through the waves backwards, each gone before the next', () => {
    const graph = graphOf([configMap('low', { ...gone, wave: 1 }), configMap('high', { ...gone, wave: 3 }), configMap('middle', { ...gone, wave: 2 })]);
    expect(orderOf(graph)).toEqual(['high', 'middle', 'low']);
    expect(graph.edges.filter(({ need }) => need === 'absent')).toHaveLength(3);
  });

  it('take what depends on something before it, custom resources before their controllers, and namespaces last', () => {
    const graph = graphOf([
      stepOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'home' } }, gone), configMap('needed', gone),
      configMap('needs', { ...gone, dependsOn: [{ id: '/ConfigMap/shop/needed', until: 'ready' }] }),
      stepOf(objectOf('Deployment', 'controller', {}, 'apps/v1'), gone), stepOf(objectOf('Widget', 'w', {}, 'example.com/v1'), gone),
    ]);
    expect(comesBefore(graph, 'needs', 'needed')).toBe(true);
    expect(comesBefore(graph, 'w', 'controller')).toBe(true);
    expect(comesBefore(graph, 'controller', 'needed')).toBe(true);
    expect(comesBefore(graph, 'needed', 'home')).toBe(true);
  });

  it('come after all writes', () => {
    const graph = graphOf([configMap('old', gone), configMap('new', { wave: 5 })]);
    expect(comesBefore(graph, 'new', 'old')).toBe(true);
  });
});

describe('a cycle', () => {
  it('is reported as the shortest one there is', () => {
    const on = (name: string): StepDependency => ({ id: `/ConfigMap/shop/${name}`, until: 'ready' });
    const steps = [configMap('a', { dependsOn: [on('b')] }), configMap('b', { dependsOn: [on('c')] }), configMap('c', { dependsOn: [on('a'), on('b')] }), configMap('d', { dependsOn: [on('a')] })];
    const result = buildGraph(steps);
    expect(result.graph).toBeUndefined();
    const names = result.cycle?.map(({ from }) => result.draft.nodes[from]?.id);
    expect(names?.toSorted()).toEqual(['/ConfigMap/shop/b', '/ConfigMap/shop/c']);
  });

  it('through a wave is one too', () => {
    const { cycle } = buildGraph([configMap('a', { wave: 1, dependsOn: [{ id: '/ConfigMap/shop/b', until: 'ready' }] }), configMap('b', { wave: 2 })]);
    expect(cycle?.map(({ origin }) => origin).toSorted()).toEqual(['declared', 'wave', 'wave']);
  });
});

describe('10,000 objects with 40 waves and 2,000 declared edges', () => {
  function large(count: number): readonly PlanStep[] {
    return Array.from({ length: count }, (_, index) => {
      const target = index - 40 * (1 + (index % 7));
      const dependsOn: readonly StepDependency[] = index % 5 === 0 && target >= 0 ? [{ id: `/ConfigMap/shop/c${target}`, until: 'ready' }] : [];
      return configMap(`c${index}`, { wave: index % 40, dependsOn });
    });
  }

  function cpuOf(count: number): number {
    const steps = large(count);
    const begin = process.cpuUsage();
    graphOf(steps);
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1e6;
  }

  it('are ordered in a second of processor time, and half as many in about half', () => {
    cpuOf(10_000);
    const best = (count: number) => Math.min(...[1, 2, 3].map(() => cpuOf(count)));
    const [half, whole] = [best(10_000), best(20_000)];
    expect(half).toBeLessThan(1);
    expect(whole / half).toBeLessThan(3);
  });
});
