import { timestamp } from '../clock.ts';
import { readObject, readString } from '../schemas/json-path.ts';
import { bindPod } from './binding.ts';
import type { ServerContext, Target, WriteOptions } from './context.ts';
import { evictPod } from './eviction.ts';
import type { Answer } from './resource-verbs.ts';
import { methodNotAllowed } from './status-error.ts';
import { liveObject } from './write.ts';

/** POST to a subresource: evictions, bindings and tokens. */
export async function postSubresource(ctx: ServerContext, target: Target, name: string, body: unknown, options: WriteOptions): Promise<Answer> {
  const created = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 };
  if (name === 'eviction') {
    const { resource, namespace, name: pod } = target;
    const asked = readObject(body, 'deleteOptions') ?? {};
    evictPod(ctx, { resource, namespace, name: pod }, { ...asked, dryRun: options.dryRun === true });
    return { status: 201, body: created };
  }
  if (name === 'binding') {
    if (options.dryRun !== true) bindPod(ctx, target, readString(body, 'target', 'name') ?? '');
    return { status: 201, body: created };
  }
  if (name === 'token') return { status: 201, body: tokenFor(ctx, target, body) };
  throw methodNotAllowed();
}

const tokenSeconds = 3600;

/** A token that names its account and opens nothing: the sandbox has one bearer token of its own. */
function tokenFor(ctx: ServerContext, target: Target, body: unknown): unknown {
  const account = liveObject(ctx, target);
  const expires = timestamp(ctx.clock.now() + tokenSeconds * 1000);
  const token = `sandbox.${account.metadata.namespace ?? ''}.${account.metadata.name ?? ''}.${account.metadata.uid ?? ''}`;
  return { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', metadata: { name: target.name, namespace: target.namespace }, spec: readObject(body, 'spec') ?? {}, status: { token, expirationTimestamp: expires } };
}
