import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { builtinKinds } from '@sherpack/cluster-client/builtin-kinds';
import type { ObjectRef } from '@sherpack/plugin-api';
import { groupOf } from '@sherpack/plugin-api';

/** Objects without a namespace; no namespace can have this name. */
export const CLUSTER_FOLDER = '_cluster';

/** Most file systems allow 255 bytes; the rest is for the temporary name. */
const LONGEST = 200;

/** The group that a kind's plain name stands for: `Event` is the one of the core group. */
const OWN_GROUP: ReadonlyMap<string, string> = new Map(builtinKinds().toReversed().map(({ kind, group }) => [kind, group]));

/**
 * Where an object's file is, relative to the folder: `demo/deployment-web.yaml`, `_cluster/clusterrole-reader.yaml`,
 * `demo/certificate.cert-manager.io_web.yaml`. The version is left out, for it is only a view of the object.
 */
export function fileOf(ref: ObjectRef): string {
  return join(folderOf(ref), fileNameOf(ref));
}

export function folderOf({ namespace }: Pick<ObjectRef, 'namespace'>): string {
  return namespace === undefined ? CLUSTER_FOLDER : safe(namespace);
}

function fileNameOf(ref: ObjectRef): string {
  const whole = `${prefixOf(ref)}${safe(ref.name)}`;
  if (whole.length <= LONGEST) return `${whole}.yaml`;
  return `${whole.slice(0, LONGEST)}~${createHash('sha256').update(whole).digest('hex').slice(0, 12)}.yaml`;
}

/** What the file names of a kind begin with. */
export function prefixOf({ apiVersion, kind }: Pick<ObjectRef, 'apiVersion' | 'kind'>): string {
  const group = groupOf(apiVersion);
  const name = safe(kind.toLowerCase());
  return OWN_GROUP.get(kind) === group ? `${name}-` : `${name}.${safe(group)}_`;
}

/** RBAC allows nearly any name: what a file system may not take, or may take for another letter, is percent-encoded. */
function safe(text: string): string {
  return text.replaceAll(/^\.|[^a-z0-9.-]/gu, (character) => [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''));
}
