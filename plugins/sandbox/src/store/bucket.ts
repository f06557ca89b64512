import type { KubeObject } from '../server/api-types.ts';

/** The objects of one kind, with their order kept from one listing to the next. */
export class Bucket {
  readonly #namespaces = new Map<string, Map<string, KubeObject>>();
  readonly #sorted = new Map<string, readonly KubeObject[]>();

  get isEmpty(): boolean {
    return this.#namespaces.size === 0;
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  set(namespace: string, name: string, object: KubeObject): void {
    const objects = this.#namespaces.get(namespace) ?? new Map<string, KubeObject>();
    this.#namespaces.set(namespace, objects.set(name, object));
    this.#sorted.delete(namespace);
  }

  delete(namespace: string, name: string): void {
    const objects = this.#namespaces.get(namespace);
    objects?.delete(name);
    if (objects?.size === 0) this.#namespaces.delete(namespace);
    this.#sorted.delete(namespace);
  }

  /** Ordered by namespace and name. */
  list(): KubeObject[] {
    return [...this.#namespaces.keys()].toSorted().flatMap((namespace) => this.in(namespace));
  }

  in(namespace: string): readonly KubeObject[] {
    const known = this.#sorted.get(namespace);
    if (known) return known;
    const entries = [...(this.#namespaces.get(namespace)?.entries() ?? [])];
    const sorted = entries.toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, object]) => object);
    this.#sorted.set(namespace, sorted);
    return sorted;
  }

  *entries(): Iterable<readonly [namespace: string, name: string, object: KubeObject]> {
    for (const [namespace, objects] of this.#namespaces) for (const [name, object] of objects) yield [namespace, name, object];
  }
}
