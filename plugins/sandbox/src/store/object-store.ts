import type { KubeObject } from '../server/api-types.ts';
import { Bucket } from './bucket.ts';
import { History, statesBefore } from './history.ts';
import { References } from './references.ts';

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

/** All objects at one revision. */
export interface StoreState {
  readonly revision: number;
  readonly objects: Iterable<readonly [ObjectKey, KubeObject]>;
}

/** Keeps changes beyond this process. */
export interface Journal {
  /** Called before the change is visible. A change that cannot be kept is refused by throwing. */
  append(change: Change): void;
  /** Keeps this state instead of all that was kept before; throws and keeps the old one when it cannot. */
  replace(state: StoreState): void;
  /** Resolves when all that was appended is on the disk. */
  sync(): Promise<void>;
}

export interface ObjectStoreOptions extends Partial<StoreState> {
  readonly journal?: Journal;
  /** The newest changes that led to the state, and the revision after which they are complete. */
  readonly changes?: { readonly horizon: number; readonly list: readonly Change[] };
}

/**
 * Objects in memory under one monotonic revision. Objects are never changed in place: whoever wants another state puts a
 * new object. May not know what a kind means.
 */
export class ObjectStore {
  readonly #journal: Journal | undefined;
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #replaced = new Set<() => void>();
  #buckets = new Map<string, Bucket>();
  #references = new References();
  #history: History;
  #revision: number;

  constructor(options: ObjectStoreOptions = {}) {
    this.#journal = options.journal;
    this.#revision = options.revision ?? 1;
    this.#history = new History(options.changes?.horizon ?? this.#revision, options.changes?.list);
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
    return namespace === '' ? found.list() : found.in(namespace);
  }

  /** What `list` answered at a revision; undefined when the history does not reach back that far. */
  listAt(revision: number, bucket: string, namespace = ''): KubeObject[] | undefined {
    const changes = this.#history.since(revision)?.filter(({ key }) => key.bucket === bucket && (namespace === '' || key.namespace === namespace));
    if (!changes) return undefined;
    if (changes.length === 0) return this.list(bucket, namespace);
    const past = new Bucket();
    for (const object of this.list(bucket, namespace)) past.set(object.metadata.namespace ?? '', object.metadata.name ?? '', object);
    for (const [place, object] of statesBefore(changes)) {
      const [space = '', name = ''] = place.split('/');
      if (object) past.set(space, name, object);
      else past.delete(space, name);
    }
    return past.list();
  }

  /** Objects that point at a uid: what it owns and the events about it; ordered by kind, namespace and name. */
  referring(uid: string): [ObjectKey, KubeObject][] {
    return this.#references.to(uid).flatMap((key) => {
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

  /** Puts other objects in the place of all. Nothing before it can be watched from or listed any more. */
  replace(objects: readonly (readonly [ObjectKey, KubeObject])[], revision: number): void {
    this.#journal?.replace({ revision, objects });
    this.#revision = revision;
    this.#history = new History(revision);
    this.#buckets = new Map();
    this.#references = new References();
    for (const [key, object] of objects) this.#keep(key, object);
    for (const listener of this.#replaced) listener();
  }

  /** Resolves when every change so far has reached the disk; at once for a store that is not kept. */
  sync(): Promise<void> {
    return this.#journal?.sync() ?? Promise.resolve();
  }

  /** Calls back after every change, in order; answers how to stop that. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back whenever other objects were put in the place of all, which is no change that `subscribe` tells of. */
  onReplaced(listener: () => void): void {
    this.#replaced.add(listener);
  }

  /** Changes after a revision; undefined when the history does not reach back that far. */
  changesSince(revision: number): readonly Change[] | undefined {
    return this.#history.since(revision);
  }

  *entries(): Iterable<readonly [ObjectKey, KubeObject]> {
    for (const [name, bucket] of this.#buckets) {
      for (const [namespace, objectName, object] of bucket.entries()) yield [{ bucket: name, namespace, name: objectName }, object];
    }
  }

  #commit(change: Change): void {
    this.#journal?.append(change);
    this.#revision = change.revision;
    if (change.type === 'DELETED') this.#buckets.get(change.key.bucket)?.delete(change.key.namespace, change.key.name);
    else this.#bucketOf(change.key).set(change.key.namespace, change.key.name, change.object);
    this.#references.change(change);
    this.#history.push(change);
    for (const listener of this.#listeners) listener(change);
  }

  #keep(key: ObjectKey, object: KubeObject): void {
    this.#bucketOf(key).set(key.namespace, key.name, object);
    this.#references.note(key, object);
  }

  #bucketOf({ bucket: name }: ObjectKey): Bucket {
    const bucket = this.#buckets.get(name) ?? new Bucket();
    this.#buckets.set(name, bucket);
    return bucket;
  }
}
