import { errors as clusterErrors } from '@sherpack/cluster-client/errors';
import type {
  ApiResource, Clock, ClusterIdentity, KindRef, KubernetesObject, ListOptions, ObjectList, ObjectRef, ReadCluster, WaitOptions, WatchEvent, WatchOptions,
} from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { Kinds } from './kinds.ts';
import type { ObjectFiles } from './object-files.ts';
import { fits } from './selector.ts';
import { digest } from './stored-object.ts';

export interface FolderReads {
  readonly files: ObjectFiles;
  readonly kinds: Kinds;
  readonly locate: (ref: ObjectRef) => Promise<ObjectRef>;
  readonly identity: () => Promise<ClusterIdentity>;
  readonly clock: Clock;
}

/** Milliseconds between two looks of a wait: nothing tells when another process changes a file. */
const POLL = 1000;

export function createFolderReads(context: FolderReads): Omit<ReadCluster, 'variant' | 'defaultStorage' | 'observable' | 'namespace'> {
  const { files, kinds, locate } = context;
  return {
    identity: () => context.identity(),
    discovery: () => kinds.discovery(),
    resource: (kind) => kinds.resource(kind),
    openapi: async () => undefined,
    get: async (ref) => files.read(await locate(ref)),
    list: (kind, options = {}) => list(context, kind, options),
    watch: (kind, options = {}) => watch(context, kind, options),
    waitFor: (ref, condition, options) => waitFor(context, ref, condition, options),
    async logs() {
      throw errors.UNSUPPORTED('give the log of a pod');
    },
  };
}

async function list({ files, kinds }: FolderReads, kind: KindRef, options: ListOptions): Promise<ObjectList> {
  const resource: ApiResource = await kinds.resource(kind);
  const all = await files.list(kind, resource.namespaced ? { namespace: options.namespace } : 'cluster-wide');
  const items = all.filter((object) => fits(object, options)).map((object) => (options.metadataOnly === true ? onlyMetadata(object) : object));
  return { items, resourceVersion: BigInt(`0x${digest(items.map(({ metadata }) => metadata.resourceVersion).join()).slice(0, 15)}`).toString() };
}

function onlyMetadata({ apiVersion, kind, metadata }: KubernetesObject): KubernetesObject {
  return { apiVersion, kind, metadata };
}

/** What is there, and then silence: files have no life of their own. */
async function* watch(context: FolderReads, kind: KindRef, options: WatchOptions): AsyncGenerator<WatchEvent> {
  const { signal } = options;
  if (isAborted(signal)) return;
  if (options.resourceVersion === undefined) yield { type: 'reset', items: (await list(context, kind, options)).items };
  if (isAborted(signal)) return;
  await new Promise<void>((resolve) => {
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

async function waitFor(
  { files, locate, clock }: FolderReads, target: ObjectRef, condition: (object: KubernetesObject | undefined) => boolean, options: WaitOptions,
): Promise<KubernetesObject | undefined> {
  const ref = await locate(target);
  for (let waited = 0; ; waited += POLL) {
    options.signal?.throwIfAborted();
    const object = await files.read(ref);
    if (condition(object)) return object;
    const state = object === undefined ? 'there is no such file' : 'its file is there, but not as it should be';
    if (waited >= options.timeout) throw clusterErrors.WAIT_TIMEOUT(formatRef(ref), Math.round(options.timeout / 1000), state);
    await clock.sleep(Math.min(POLL, options.timeout - waited), options.signal);
  }
}
