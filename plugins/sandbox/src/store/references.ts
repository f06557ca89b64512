import type { KubeObject } from '../server/api-types.ts';
import type { Change, ObjectKey } from './object-store.ts';

/** Which objects point at a uid: those that it owns, and the events about it. */
export class References {
  readonly #byUid = new Map<string, Map<string, ObjectKey>>();

  note(key: ObjectKey, object: KubeObject): void {
    for (const uid of uidsIn(object)) {
      const keys = this.#byUid.get(uid) ?? new Map<string, ObjectKey>();
      this.#byUid.set(uid, keys.set(placeOf(key), key));
    }
  }

  /** Most changes leave alone whom an object points at. */
  change({ type, key, object, previous }: Pick<Change, 'type' | 'key' | 'object' | 'previous'>): void {
    const isKept = type === 'MODIFIED' && previous !== undefined && object.metadata.ownerReferences === previous.metadata.ownerReferences && object['involvedObject'] === previous['involvedObject'];
    if (isKept) return;
    if (previous) this.forget(key, previous);
    if (type !== 'DELETED') this.note(key, object);
  }

  forget(key: ObjectKey, object: KubeObject): void {
    for (const uid of uidsIn(object)) {
      const keys = this.#byUid.get(uid);
      keys?.delete(placeOf(key));
      if (keys?.size === 0) this.#byUid.delete(uid);
    }
  }

  /** Ordered by kind, namespace and name. */
  to(uid: string): readonly ObjectKey[] {
    return [...(this.#byUid.get(uid)?.entries() ?? [])].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, key]) => key);
  }
}

function uidsIn(object: KubeObject): readonly string[] {
  const owners = (object.metadata.ownerReferences ?? []).map((owner) => owner.uid);
  const about = (object['involvedObject'] as { uid?: unknown } | undefined)?.uid;
  return typeof about === 'string' ? [...owners, about] : owners;
}

function placeOf(key: ObjectKey): string {
  return `${key.bucket}/${key.namespace}/${key.name}`;
}
