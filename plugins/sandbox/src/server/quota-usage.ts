import { read, readList, readObject, readString } from '../schemas/json-path.ts';
import { formatQuantity, parseQuantity, type Quantity } from '../schemas/quantity.ts';
import type { KubeObject } from './api-types.ts';
import { addAmount, podResourcesWithOverhead, type Resources } from '../schemas/pod-resources.ts';

/** Amounts by the name under which a ResourceQuota limits them. */
export type Usage = ReadonlyMap<string, Quantity>;

const one: Quantity = { nanos: 1_000_000_000n, family: 'decimal' };
const counted: Readonly<Record<string, string>> = {
  pods: 'pods', services: 'services', secrets: 'secrets', configmaps: 'configmaps', persistentvolumeclaims: 'persistentvolumeclaims', replicationcontrollers: 'replicationcontrollers', resourcequotas: 'resourcequotas',
};

/** What one object uses up (pkg/quota/v1/evaluator/core). `bucket` is its kind. */
export function usageOf(bucket: string, object: KubeObject): Usage {
  const usage = new Map<string, Quantity>([[`count/${bucket}`, one]]);
  if (bucket === 'pods') return hasEnded(object) ? usage : withPod(usage, object);
  const name = counted[bucket];
  if (name !== undefined) usage.set(name, one);
  if (bucket === 'services') addService(usage, object);
  if (bucket === 'persistentvolumeclaims') addClaim(usage, object);
  return usage;
}

export function addUsage(left: Usage, right: Usage): Usage {
  const sum = new Map(left);
  for (const [name, amount] of right) sum.set(name, addAmount(sum.get(name), amount));
  return sum;
}

/** What is used more, or for the first time. */
export function subtractUsage(left: Usage, right: Usage): Usage {
  return new Map([...left].map(([name, amount]) => [name, { ...amount, nanos: amount.nanos - (right.get(name)?.nanos ?? 0n) }]));
}

export function amountOf(usage: Usage, name: string): string {
  return formatQuantity(usage.get(name) ?? { nanos: 0n, family: 'decimal' });
}

function hasEnded(pod: KubeObject): boolean {
  const phase = readString(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function withPod(usage: Map<string, Quantity>, pod: KubeObject): Usage {
  usage.set('pods', one);
  return addResources(usage, podResourcesWithOverhead(pod, 'requests'), podResourcesWithOverhead(pod, 'limits'));
}

const limited = ['cpu', 'memory', 'ephemeral-storage'];

/** Amounts by the names that a quota has for them: requests of cpu count as `cpu` and as `requests.cpu`. */
export function addResources(usage: Map<string, Quantity>, requests: Resources, limits: Resources): Usage {
  for (const [name, amount] of requests) {
    if (limited.includes(name) || name.startsWith('hugepages-')) usage.set(name, amount);
    if (limited.includes(name) || name.startsWith('hugepages-') || name.includes('/')) usage.set(`requests.${name}`, amount);
  }
  for (const name of limited) {
    const limit = limits.get(name);
    if (limit) usage.set(`limits.${name}`, limit);
  }
  return usage;
}

function addService(usage: Map<string, Quantity>, service: KubeObject): void {
  const type = readString(service, 'spec', 'type');
  const ports = readList(service, 'spec', 'ports').length;
  const hasNodePorts = type === 'NodePort' || (type === 'LoadBalancer' && read(service, 'spec', 'allocateLoadBalancerNodePorts') !== false);
  usage.set('services.loadbalancers', { ...one, nanos: type === 'LoadBalancer' ? one.nanos : 0n });
  usage.set('services.nodeports', { ...one, nanos: hasNodePorts ? one.nanos * BigInt(ports) : 0n });
}

function addClaim(usage: Map<string, Quantity>, claim: KubeObject): void {
  const storage = parseQuantity(readString(claim, 'spec', 'resources', 'requests', 'storage') ?? '');
  const className = readString(claim, 'spec', 'storageClassName');
  if (storage) usage.set('requests.storage', storage);
  if (!className) return;
  usage.set(`${className}.storageclass.storage.k8s.io/persistentvolumeclaims`, one);
  if (storage) usage.set(`${className}.storageclass.storage.k8s.io/requests.storage`, storage);
}

/** The limits of a quota, by name. */
export function hardOf(quota: KubeObject): Readonly<Record<string, string>> {
  return (readObject(quota, 'spec', 'hard') ?? {}) as Record<string, string>;
}
