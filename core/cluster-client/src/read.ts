import type { ClusterIdentity, KubernetesObject, LogOptions, ObjectRef, ReadCluster, ReadOptions } from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import { abortable } from './abortable.ts';
import { objectIn } from './answer-object.ts';
import type { Call } from './call.ts';
import type { Connection } from './connection.ts';
import type { DiscoveryCache } from './discovery.ts';
import { identify } from './identity.ts';
import { listAll } from './list.ts';
import { createOpenApi } from './openapi.ts';
import { resourcePath } from './resource-path.ts';
import { waitFor } from './wait-for.ts';
import { watchKind } from './watch.ts';

export interface ReadContext {
  readonly connection: Connection;
  readonly discovery: DiscoveryCache;
  readonly namespace: string;
  /** Stands in for the UID of a cluster whose kube-system may not be read. */
  readonly fallbackUid: string;
}

export type ReadVerbs = Omit<ReadCluster, 'variant' | 'defaultStorage' | 'observable' | 'namespace'>;

export function createReads(context: ReadContext): ReadVerbs {
  const { connection, discovery } = context;
  const openapi = createOpenApi(connection);
  const identity = createIdentity(context);

  const reads: ReadVerbs = {
    identity,
    discovery(options = {}) {
      if (options.refresh === true) openapi.forget();
      return discovery.get(options);
    },
    resource: (kind, options) => discovery.find(kind, options),
    openapi: (apiVersion, options) => openapi.get(apiVersion, options),
    get: (ref, options = {}) => get(context, ref, options),
    async list(kind, options = {}) {
      return listAll(connection, await discovery.need(kind, options), kind, options);
    },
    async *watch(kind, options = {}) {
      const resource = await neededUnlessAborted(discovery, kind, options);
      if (resource !== undefined) yield* watchKind(connection, resource, kind, options);
    },
    waitFor: (ref, condition, options) => waitFor(reads, connection.clock, inNamespace(context, ref), condition, options),
    logs: (pod, options = {}) => logs(context, pod, options),
  };
  return reads;
}

/** Asked once: neither UID nor version of a server change under a connection. */
function createIdentity({ connection, namespace, fallbackUid }: ReadContext): ReadCluster['identity'] {
  let known: Promise<ClusterIdentity> | undefined;
  return (options = {}) => {
    const asked = known ?? identify(connection, namespace, fallbackUid, {});
    known = asked;
    asked.catch(() => {
      known = undefined;
    });
    return abortable(asked, options.signal);
  };
}

async function neededUnlessAborted(discovery: DiscoveryCache, kind: { apiVersion: string; kind: string }, options: ReadOptions) {
  try {
    return await discovery.need(kind, options);
  } catch (error) {
    if (options.signal?.aborted === true) return undefined;
    throw error;
  }
}

async function get(context: ReadContext, target: ObjectRef, options: ReadOptions): Promise<KubernetesObject | undefined> {
  const ref = inNamespace(context, target);
  const resource = await context.discovery.need(ref, options);
  const shown = resource.namespaced ? ref : { ...ref, namespace: undefined };
  const call: Call = {
    method: 'GET', path: resourcePath(resource, ref), action: `read ${formatRef(shown)}`, repeatable: true,
    secretive: ref.kind === 'Secret', signal: options.signal,
  };
  try {
    return objectIn(await context.connection.send(call), call, context.connection.server) as KubernetesObject;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'CLUSTER_NOT_FOUND') return undefined;
    throw error;
  }
}

async function logs(context: ReadContext, pod: ObjectRef, options: LogOptions): Promise<string> {
  const ref = inNamespace(context, pod);
  const resource = await context.discovery.need(ref, options);
  const { container, tailLines, previous } = options;
  const path = resourcePath(resource, { ...ref, subresource: 'log' }, { container, tailLines, previous });
  const call = { method: 'GET', path, action: `read the log of ${formatRef(ref)}`, repeatable: true, accept: '*/*', signal: options.signal } as const;
  return (await context.connection.send(call)).text;
}

function inNamespace(context: ReadContext, ref: ObjectRef): ObjectRef {
  return { ...ref, namespace: ref.namespace ?? context.namespace };
}
