import { read, readList, readObject, readString } from '../schemas/json-path.ts';
import { formatQuantity, parseQuantity, type Quantity } from '../schemas/quantity.ts';
import type { KubeObject } from './api-types.ts';

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
  for (const [name, amount] of right) sum.set(name, plus(sum.get(name), amount));
  return sum;
}

export function amountOf(usage: Usage, name: string): string {
  return formatQuantity(usage.get(name) ?? { nanos: 0n, family: 'decimal' });
}

function plus(left: Quantity | undefined, right: Quantity): Quantity {
  return left === undefined ? right : { nanos: left.nanos + right.nanos, family: left.nanos === 0n ? right.family : left.family };
}

function hasEnded(pod: KubeObject): boolean {
  const phase = readString(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}

function withPod(usage: Map<string, Quantity>, pod: KubeObject): Usage {
  usage.set('pods', one);
  for (const part of ['requests', 'limits']) {
    for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
      const amount = podAmount(pod, part, name);
      if (amount === undefined) continue;
      usage.set(`${part}.${name}`, amount);
      if (part === 'requests') usage.set(name, amount);
    }
  }
  return usage;
}

/** Containers together, or the largest init container if that is more. */
function podAmount(pod: KubeObject, part: string, name: string): Quantity | undefined {
  const amounts = (list: string): Quantity[] => readList(pod, 'spec', list).flatMap((container) => parseQuantity(String(read(container, 'resources', part, name) ?? '')) ?? []);
  const together = amounts('containers').reduce<Quantity | undefined>((sum, amount) => plus(sum, amount), undefined);
  const largest = amounts('initContainers').toSorted((a, b) => Number(b.nanos - a.nanos))[0];
  return largest && (together === undefined || largest.nanos > together.nanos) ? largest : together;
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
