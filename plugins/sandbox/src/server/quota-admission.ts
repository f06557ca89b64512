import { read, readList } from '../schemas/json-path.ts';
import { parseQuantity } from '../schemas/quantity.ts';
import { qualifiedName } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext, Target } from './context.ts';
import { addUsage, amountOf, hardOf, usageOf, type Usage } from './quota-usage.ts';
import { forbidden } from './status-error.ts';

/** What of a pod a quota may demand to be said. */
const demanded = /^(?:requests\.|limits\.)?(?:cpu|memory)$/;

/** Refuses an object that would go beyond a ResourceQuota of its namespace (plugin/pkg/admission/resourcequota). */
export function refuseBeyondQuota(ctx: ServerContext, target: Target, object: KubeObject): void {
  const quotas = ctx.store.list('resourcequotas', target.namespace);
  if (quotas.length === 0 || target.namespace === '') return;
  const bucket = qualifiedName(target.resource);
  const asked = usageOf(bucket, object);
  for (const quota of quotas) {
    if (bucket === 'pods') refuseSilence(target, object, quota, asked);
    refuseExcess(ctx, target, object, quota, asked);
  }
}

function refuseSilence(target: Target, pod: KubeObject, quota: KubeObject, asked: Usage): void {
  const names = Object.keys(hardOf(quota)).filter((name) => demanded.test(name) && !asked.has(name)).toSorted();
  if (names.length === 0) return;
  const containers = (name: string): string => {
    const [part, resource] = name.includes('.') ? name.split('.') as [string, string] : ['requests', name];
    return readList(pod, 'spec', 'containers').filter((container) => read(container, 'resources', part, resource) === undefined).map((container) => String(container['name'])).join(',');
  };
  const words = names.map((name) => `${name} for: ${containers(name)}`).join('; ');
  throw forbidden(target.resource, nameOf(pod), `failed quota: ${quota.metadata.name ?? ''}: must specify ${words}`);
}

function refuseExcess(ctx: ServerContext, target: Target, asking: KubeObject, quota: KubeObject, asked: Usage): void {
  const hard = hardOf(quota);
  const names = Object.keys(hard).filter((name) => (asked.get(name)?.nanos ?? 0n) > 0n);
  if (names.length === 0) return;
  const used = namespaceUsage(ctx, target.namespace);
  const after = addUsage(used, asked);
  const exceeded = names.filter((name) => (after.get(name)?.nanos ?? 0n) > (parseQuantity(hard[name] ?? '')?.nanos ?? 0n)).toSorted();
  if (exceeded.length === 0) return;
  const list = (amount: (name: string) => string): string => exceeded.map((name) => `${name}=${amount(name)}`).join(',');
  const words = `requested: ${list((name) => amountOf(asked, name))}, used: ${list((name) => amountOf(used, name))}, limited: ${list((name) => String(hard[name]))}`;
  throw forbidden(target.resource, nameOf(asking), `exceeded quota: ${quota.metadata.name ?? ''}, ${words}`);
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name ?? '';
}

/** What everything in a namespace uses together. */
export function namespaceUsage(ctx: ServerContext, namespace: string): Usage {
  const all = ctx.store.buckets().flatMap((bucket) => ctx.store.list(bucket, namespace).filter(({ metadata }) => metadata.namespace === namespace).map((found) => usageOf(bucket, found)));
  return all.reduce(addUsage, new Map());
}
