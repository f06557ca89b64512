import { read, readList } from '../schemas/json-path.ts';
import { parseQuantity } from '../schemas/quantity.ts';
import { qualifiedName } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext, Target } from './context.ts';
import { containerResources, speaksForContainers } from '../schemas/pod-resources.ts';
import { isInScope } from './quota-scopes.ts';
import { addResources, addUsage, amountOf, hardOf, subtractUsage, usageOf, type Usage } from './quota-usage.ts';
import { forbidden } from './status-error.ts';

/** What of a pod a quota may demand to be said. */
const demanded = /^(?:requests\.|limits\.)?(?:cpu|memory)$/;

/**
 * Refuses an object that would go beyond a ResourceQuota of its namespace (plugin/pkg/admission/resourcequota). Of an
 * update of `live` the difference counts.
 */
export function refuseBeyondQuota(ctx: ServerContext, target: Target, object: KubeObject, live?: KubeObject): void {
  if (target.namespace === '' || target.subresource !== undefined) return;
  const quotas = ctx.store.list('resourcequotas', target.namespace);
  if (quotas.length === 0) return;
  const bucket = qualifiedName(target.resource);
  if (live && !counts(bucket, object, live)) return;
  const usage = usageOf(bucket, object);
  for (const quota of quotas.filter((one) => isInScope(one, bucket, object))) {
    if (bucket === 'pods') refuseSilence(target, object, quota);
    const isCounted = live !== undefined && isInScope(quota, bucket, live);
    refuseExcess(ctx, target, object, quota, isCounted ? subtractUsage(usage, usageOf(bucket, live)) : usage);
  }
}

/** Changes by which an object may come to use more. */
function counts(bucket: string, object: KubeObject, live: KubeObject): boolean {
  const deadline = (pod: KubeObject): boolean => read(pod, 'spec', 'activeDeadlineSeconds') !== undefined;
  return bucket === 'pods' ? deadline(object) !== deadline(live) : ['services', 'persistentvolumeclaims'].includes(bucket);
}

/** A quota of cpu or memory wants every container to say how much it takes, unless the pod says it for them. */
function refuseSilence(target: Target, pod: KubeObject, quota: KubeObject): void {
  if (speaksForContainers(pod)) return;
  const wanted = Object.keys(hardOf(quota)).filter((name) => demanded.test(name)).toSorted();
  const containers = [...readList(pod, 'spec', 'containers'), ...readList(pod, 'spec', 'initContainers')].map((container) => ({
    name: String(container['name']),
    said: addResources(new Map(), containerResources(container, 'requests'), containerResources(container, 'limits')),
  }));
  const missing = wanted.flatMap((name) => {
    const silent = [...new Set(containers.filter(({ said }) => !said.has(name)).map((container) => container.name))].toSorted();
    return silent.length === 0 ? [] : [`${name} for: ${silent.join(',')}`];
  });
  if (missing.length > 0) throw forbidden(target.resource, nameOf(pod), `failed quota: ${quota.metadata.name ?? ''}: must specify ${missing.join('; ')}`);
}

function refuseExcess(ctx: ServerContext, target: Target, asking: KubeObject, quota: KubeObject, asked: Usage): void {
  const hard = hardOf(quota);
  const names = Object.keys(hard).filter((name) => (asked.get(name)?.nanos ?? 0n) > 0n);
  if (names.length === 0) return;
  const used = quotaUsage(ctx, quota);
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

/** What everything that a quota is about uses together. */
export function quotaUsage(ctx: ServerContext, quota: KubeObject): Usage {
  const namespace = quota.metadata.namespace ?? '';
  const counted = (bucket: string): readonly KubeObject[] => ctx.store.list(bucket, namespace).filter((found) => found.metadata.namespace === namespace && isInScope(quota, bucket, found));
  return ctx.store.buckets().flatMap((bucket) => counted(bucket).map((found) => usageOf(bucket, found))).reduce(addUsage, new Map());
}
