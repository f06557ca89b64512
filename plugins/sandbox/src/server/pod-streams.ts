import { noProcess } from '@sherpack/pod-behaviour/behaviour';
import { readString } from '../schemas/json-path.ts';
import type { ServerContext, Target } from './context.ts';
import { containerFor } from './pod-log.ts';
import type { ParsedRequest } from './request.ts';
import type { Answer } from './resource-verbs.ts';
import { badRequest, StatusError } from './status-error.ts';
import { liveObject } from './write.ts';

/** Subresources that are streams to a container. */
export const streamNames: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward']);

/**
 * Answers `kubectl exec`, `attach` and `port-forward` as the real server does when the node's kubelet refuses: there is no
 * process to talk to. What the client asked wrongly is said first.
 */
export function refuseStream(ctx: ServerContext, target: Target, name: string, request: ParsedRequest): Answer {
  const pod = liveObject(ctx, target);
  if (!readString(pod, 'spec', 'nodeName')) throw badRequest(`pod ${target.name} does not have a host assigned`);
  if (name !== 'portforward') containerFor(pod, request.query.get('container'));
  if (!request.headers.has('upgrade')) throw badRequest('Upgrade request required');
  const words = `unable to upgrade connection: ${noProcess}`;
  const refusal = new StatusError(500, 'InternalError', `Internal error occurred: ${words}`, { causes: [{ message: words } as never] });
  return { status: 404, text: `${noProcess}\n`, contentType: 'text/plain', ...(name === 'portforward' ? {} : { streamError: refusal.body }) };
}
