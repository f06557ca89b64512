import { timestamp } from '../clock.ts';
import { readList, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from './api-types.ts';
import { keyOf, type ServerContext, type Target } from './context.ts';
import { conflict, notFound } from './status-error.ts';

/**
 * Puts a pod on a node. As on the real server the binding writes past ownership and generation, and says in the same
 * write that the pod is scheduled (registry/core/pod/storage, BindingREST).
 */
export function bindPod(ctx: ServerContext, target: Target, node: string): void {
  const key = keyOf(target);
  const pod = ctx.store.get(key);
  if (!pod) throw notFound(target.resource, target.name);
  const present = readString(pod, 'spec', 'nodeName');
  if (present) throw conflict({ group: '', plural: 'pods/binding' }, target.name, `pod ${target.name} is already assigned to node ${JSON.stringify(present)}`);
  ctx.store.put(key, bound(pod, node, timestamp(ctx.clock.now())));
}

function bound(pod: KubeObject, nodeName: string, lastTransitionTime: string): KubeObject {
  const scheduled = { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime };
  const others = readList(pod, 'status', 'conditions').filter(({ type }) => type !== 'PodScheduled');
  return { ...pod, spec: { ...readObject(pod, 'spec'), nodeName }, status: { ...readObject(pod, 'status'), conditions: [...others, scheduled] } } as KubeObject;
}
