import type { KubeObject } from '../server/api-types.ts';

/** The uids that an object points at: of its owners, and of what an Event is about. */
export function referencesOf(object: KubeObject): readonly string[] {
  const owners = (object.metadata.ownerReferences ?? []).map((owner) => owner.uid);
  const about = (object['involvedObject'] as { uid?: unknown } | undefined)?.uid;
  return typeof about === 'string' ? [...owners, about] : owners;
}
