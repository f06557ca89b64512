import type { KubeObject } from '../server/api-types.ts';
import type { ServerContext } from '../server/context.ts';
import { podMoment } from './pod-moment.ts';

/** The lines a container has logged by now. */
export function podLogLines(ctx: ServerContext, pod: KubeObject): string[] {
  const text = podMoment(pod, ctx.clock.now()).logs;
  return text.split('\n').filter((line, i, all) => line !== '' || i < all.length - 1);
}
