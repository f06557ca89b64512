import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { ClusterConnectContext, ClusterVariant, ObjectRef, WriteCluster } from '@sherpack/plugin-api';
import type { DirectoryConfig } from './config.ts';
import { errors } from './errors.ts';
import { createIdentity } from './folder-identity.ts';
import { createFolderReads } from './folder-reads.ts';
import { createFolderVerbs } from './folder-writes.ts';
import { createKinds } from './kinds.ts';
import type { Kinds } from './kinds.ts';
import { createObjectFiles } from './object-files.ts';

/** Packs are rendered for this version unless the configuration says another. */
const KUBE_VERSION = 'v1.36.4';

/** Applies by writing one file per object: the rendered-manifests pattern for GitOps repositories. */
export function createDirectory(config: DirectoryConfig = {}): ClusterVariant {
  return { connect: async (context) => openFolder(folderOf(config, context), config, context) };
}

function folderOf(config: DirectoryConfig, { selection }: ClusterConnectContext): string {
  const path = selection.overrides?.['directory'] ?? config.path;
  if (path === undefined || path === '') throw errors.NO_PATH();
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

function openFolder(folder: string, config: DirectoryConfig, { selection, clock, log }: ClusterConnectContext): WriteCluster {
  const identity = createIdentity(folder);
  const files = createObjectFiles(folder, identity, clock);
  const kinds = createKinds({ files, config, log });
  const namespace = selection.namespace ?? 'default';
  const locate = (ref: ObjectRef) => placed(kinds, namespace, ref);
  const version = (config.kubeVersion ?? KUBE_VERSION).replace(/^v?/, 'v');
  return {
    variant: 'directory',
    defaultStorage: 'file',
    observable: false,
    namespace,
    ...createFolderReads({ files, kinds, locate, clock, identity: async () => ({ uid: await identity.uid(), server: folder, version }) }),
    ...createFolderVerbs({ files, locate, dryRun: false }),
    dryRun: createFolderVerbs({ files, locate, dryRun: true }),
    close: async () => undefined,
  };
}

async function placed(kinds: Kinds, namespace: string, ref: ObjectRef): Promise<ObjectRef> {
  const { namespace: own, ...rest } = ref;
  const resource = await kinds.resource(ref);
  return resource.namespaced ? { ...rest, namespace: own ?? namespace } : rest;
}
