import type { KubeObject } from '../server/api-types.ts';
import { Bucket } from './bucket.ts';
import { referencesOf } from './references.ts';

/** Where an object lives: `bucket` is the kind over all versions (`deployments.apps`), namespace is empty for cluster-wide kinds. */
export interface ObjectKey {
  readonly bucket: string;
  readonly namespace: string;
  readonly name: string;
}

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface Change {
  readonly type: ChangeType;
  readonly key: ObjectKey;
  readonly revision: number;
  /** The state after the change; for DELETED the last state, with the revision of the deletion. */
  readonly object: KubeObject;
  readonly previous?: KubeObject;
}

/** Keeps changes beyond this process; called before the change is visible. */
export interface Journal {
  append(change: Change): void;
}

/** How many changes a watch may lag behind before it is told to list again. */
const historyLength = 10_000;

/**
 * Objects in memory under one monotonic revision. Objects are never changed in place: whoever wants another state puts a
 * new object. May not know what a kind means.
 */
export class ObjectStore {
  readonly #buckets = new Map<string, Bucket>();
  readonly #referring = new Map<string, Map<string, ObjectKey>>();
  readonly #history: Change[] = [];
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #journal: Journal | undefined;
  #revision: number;

  constructor(options: { journal?: Journal; revision?: number; objects?: Iterable<readonly [ObjectKey, KubeObject]> } = {}) {
    this.#journal = options.journal;
    this.#revision = options.revision ?? 1;
    for (const [key, object] of options.objects ?? []) this.#keep(key, object);
  }

  get revision(): number {
    return this.#revision;
  }

  get(key: ObjectKey): KubeObject | undefined {
    return this.#buckets.get(key.bucket)?.get(key.namespace, key.name);
  }

  /** Objects of a kind ordered by namespace and name. */
  list(bucket: string, namespace = ''): KubeObject[] {
    const found = this.#buckets.get(bucket);
    if (!found) return [];
    return namespace === '' ? found.list() : [...found.in(namespace)];
  }

  /** Objects that point at a uid: what it owns and the events about it; ordered by kind, namespace and name. */
  referring(uid: string): [ObjectKey, KubeObject][] {
    const keys = [...(this.#referring.get(uid)?.entries() ?? [])].toSorted(([left], [right]) => (left < right ? -1 : 1));
    return keys.flatMap(([, key]) => {
      const object = this.get(key);
      return object ? [[key, object] as [ObjectKey, KubeObject]] : [];
    });
  }

  buckets(): string[] {
    return [...this.#buckets].filter(([, bucket]) => !bucket.isEmpty).map(([name]) => name);
  }

  /** Writes an object and answers it with its new resourceVersion. */
  put(key: ObjectKey, object: KubeObject): KubeObject {
    const previous = this.get(key);
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.#revision + 1) } };
    this.#commit({ type: previous ? 'MODIFIED' : 'ADDED', key, revision: this.#revision + 1, object: stored, ...(previous ? { previous } : {}) });
    return stored;
  }

  /** Deletes an object and answers its last state. */
  delete(key: ObjectKey): KubeObject | undefined {
    const previous = this.get(key);
    if (!previous) return undefined;
    const last = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(this.#revision + 1) } };
    this.#commit({ type: 'DELETED', key, revision: this.#revision + 1, object: last, previous });
    return last;
  }

  /** Calls back after every change, in order; answers how to stop that. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes after a revision; undefined when the history does not reach back that far. */
  changesSince(revision: number): Change[] | undefined {
    const oldest = this.#history[0]?.revision ?? this.#revision + 1;
    if (revision + 1 < oldest) return undefined;
    return this.#history.filter((change) => change.revision > revision);
  }

  *entries(): Iterable<readonly [ObjectKey, KubeObject]> {
    for (const [name, bucket] of this.#buckets) {
      for (const [namespace, objectName, object] of bucket.entries()) yield [{ bucket: name, namespace, name: objectName }, object];
    }
  }

  #commit(change: Change): void {
    this.#journal?.append(change);
    this.#revision = change.revision;
    if (change.previous) this.#forget(change.key, change.previous);
    if (change.type !== 'DELETED') this.#keep(change.key, change.object);
    this.#history.push(change);
    if (this.#history.length > historyLength * 2) this.#history.splice(0, historyLength);
    for (const listener of this.#listeners) listener(change);
  }

  #keep(key: ObjectKey, object: KubeObject): void {
    const bucket = this.#buckets.get(key.bucket) ?? new Bucket();
    this.#buckets.set(key.bucket, bucket);
    bucket.set(key.namespace, key.name, object);
    for (const uid of referencesOf(object)) {
      const keys = this.#referring.get(uid) ?? new Map<string, ObjectKey>();
      this.#referring.set(uid, keys.set(path(key), key));
    }
  }

  #forget(key: ObjectKey, object: KubeObject): void {
    this.#buckets.get(key.bucket)?.delete(key.namespace, key.name);
    for (const uid of referencesOf(object)) {
      const keys = this.#referring.get(uid);
      keys?.delete(path(key));
      if (keys?.size === 0) this.#referring.delete(uid);
    }
  }
}

function path(key: ObjectKey): string {
  return `${key.bucket}/${key.namespace}/${key.name}`;
}
