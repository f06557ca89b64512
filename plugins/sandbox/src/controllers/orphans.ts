import type { ObjectKey, ObjectStore } from '../store/object-store.ts';
import { controllerOf } from './owner-reference.ts';

/** Kinds that controllers take over when nobody controls them. */
const adoptable = new Set(['pods', 'replicasets.apps', 'controllerrevisions.apps', 'jobs.batch']);

const trackers = new WeakMap<ObjectStore, Orphans>();

/** The objects of a store that a controller might adopt, kept at hand because looking through all objects each time is slow. */
export class Orphans {
  readonly #names = new Map<string, Set<string>>();

  private constructor(store: ObjectStore) {
    this.#noteAll(store);
    store.onReplaced(() => this.#noteAll(store));
    store.subscribe(({ key, type, object }) => this.#note(key, type !== 'DELETED' && controllerOf(object) === undefined));
  }

  static of(store: ObjectStore): Orphans {
    const known = trackers.get(store) ?? new Orphans(store);
    trackers.set(store, known);
    return known;
  }

  /** Names, in order. */
  in(bucket: string, namespace: string): readonly string[] {
    return [...(this.#names.get(`${bucket}/${namespace}`) ?? [])].toSorted();
  }

  #noteAll(store: ObjectStore): void {
    this.#names.clear();
    for (const [key, object] of store.entries()) this.#note(key, controllerOf(object) === undefined);
  }

  #note({ bucket, namespace, name }: ObjectKey, isOrphan: boolean): void {
    if (!adoptable.has(bucket)) return;
    const place = `${bucket}/${namespace}`;
    const names = this.#names.get(place) ?? new Set<string>();
    if (isOrphan) this.#names.set(place, names.add(name));
    else if (names.delete(name) && names.size === 0) this.#names.delete(place);
  }
}
