import { readList, readString } from '../schemas/json-path.ts';
import type { ObjectKey, ObjectStore } from '../store/object-store.ts';
import type { KubeObject } from './api-types.ts';

/** An address, or a node port. */
type Held = string | number;

const indexes = new WeakMap<ObjectStore, ServiceIndex>();

/** Which Services of a store hold an address or a node port, kept at hand because looking through all of them for each new one is slow. */
export class ServiceIndex {
  readonly #holders = new Map<Held, Set<string>>();

  private constructor(store: ObjectStore) {
    this.#noteAll(store);
    store.onReplaced(() => this.#noteAll(store));
    store.subscribe(({ key, type, object, previous }) => {
      if (key.bucket !== 'services') return;
      if (previous) this.#forget(placeOf(key), previous);
      if (type !== 'DELETED') this.#note(placeOf(key), object);
    });
  }

  static of(store: ObjectStore): ServiceIndex {
    const known = indexes.get(store) ?? new ServiceIndex(store);
    indexes.set(store, known);
    return known;
  }

  /** Whether a Service holds it, other than the one of this name. */
  isHeld(held: unknown, but: Pick<KubeObject, 'metadata'> | undefined): boolean {
    const holders = this.#holders.get(held as Held);
    if (!holders) return false;
    return holders.size > 1 || !but || !holders.has(placeOf({ namespace: but.metadata.namespace ?? '', name: but.metadata.name ?? '' }));
  }

  #noteAll(store: ObjectStore): void {
    this.#holders.clear();
    for (const service of store.list('services')) this.#note(placeOf({ namespace: service.metadata.namespace ?? '', name: service.metadata.name ?? '' }), service);
  }

  #note(place: string, service: KubeObject): void {
    for (const held of heldBy(service)) this.#holders.set(held, (this.#holders.get(held) ?? new Set()).add(place));
  }

  #forget(place: string, service: KubeObject): void {
    for (const held of heldBy(service)) {
      const holders = this.#holders.get(held);
      if (holders?.delete(place) && holders.size === 0) this.#holders.delete(held);
    }
  }
}

function placeOf({ namespace, name }: Pick<ObjectKey, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

function heldBy(service: KubeObject): readonly Held[] {
  const address = readString(service, 'spec', 'clusterIP') ?? '';
  const ports = readList(service, 'spec', 'ports').flatMap(({ nodePort }) => (typeof nodePort === 'number' ? [nodePort] : []));
  return address === '' || address === 'None' ? ports : [address, ...ports];
}
