import type { KubeObject } from '../server/api-types.ts';

/** The objects of one kind, always in the order in which they are listed. */
export class Bucket {
  readonly #namespaces = new Map<string, NamespaceObjects>();
  #order: readonly string[] | undefined;

  get isEmpty(): boolean {
    return this.#namespaces.size === 0;
  }

  get(namespace: string, name: string): KubeObject | undefined {
    return this.#namespaces.get(namespace)?.objects.get(name);
  }

  set(namespace: string, name: string, object: KubeObject): void {
    let held = this.#namespaces.get(namespace);
    if (!held) {
      held = { objects: new Map(), names: [] };
      this.#namespaces.set(namespace, held);
      this.#order = undefined;
    }
    if (!held.objects.has(name)) held.names.splice(placeOf(held.names, name), 0, name);
    held.objects.set(name, object);
  }

  delete(namespace: string, name: string): void {
    const held = this.#namespaces.get(namespace);
    if (!held?.objects.delete(name)) return;
    held.names.splice(placeOf(held.names, name), 1);
    if (held.names.length > 0) return;
    this.#namespaces.delete(namespace);
    this.#order = undefined;
  }

  /** Ordered by namespace and name. */
  list(): KubeObject[] {
    this.#order ??= [...this.#namespaces.keys()].toSorted(compareNamespaces);
    return this.#order.flatMap((namespace) => this.in(namespace));
  }

  in(namespace: string): KubeObject[] {
    const held = this.#namespaces.get(namespace);
    return held ? held.names.map((name) => held.objects.get(name) as KubeObject) : [];
  }

  *entries(): Iterable<readonly [namespace: string, name: string, object: KubeObject]> {
    for (const [namespace, { objects }] of this.#namespaces) for (const [name, object] of objects) yield [namespace, name, object];
  }
}

interface NamespaceObjects {
  readonly objects: Map<string, KubeObject>;
  /** Sorted. Kept rather than sorted on demand: controllers list after every change. */
  readonly names: string[];
}

/** As the keys of etcd are ordered, in which a slash ends the namespace: `a-b/` stands before `a/`. */
function compareNamespaces(left: string, right: string): number {
  return `${left}/` < `${right}/` ? -1 : 1;
}

/** Where a name stands in a sorted list, or where it belongs. */
function placeOf(names: readonly string[], name: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((names[middle] as string) < name) low = middle + 1;
    else high = middle;
  }
  return low;
}
