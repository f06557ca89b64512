import type { KubeObject } from '../server/api-types.ts';
import type { Change } from './object-store.ts';

/** How many changes a watch may lag behind at least before it is told to list again. */
const length = 4000;

/** The newest changes, for watches that go on and for lists of how things were. */
export class History {
  readonly #changes: Change[] = [];
  /** All changes after this revision are here. */
  #horizon: number;

  constructor(horizon: number, changes: readonly Change[] = []) {
    this.#horizon = horizon;
    for (const change of changes) this.push(change);
  }

  push(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length < length * 2) return;
    const dropped = this.#changes.splice(0, length);
    this.#horizon = dropped.at(-1)?.revision ?? this.#horizon;
  }

  /** Undefined when the history does not reach back that far. */
  since(revision: number): readonly Change[] | undefined {
    return revision < this.#horizon ? undefined : this.#changes.slice(this.#firstAfter(revision));
  }

  #firstAfter(revision: number): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#changes[middle] as Change).revision <= revision) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What the objects that these changes touched were before them; undefined for those that were not there. */
export function statesBefore(changes: readonly Change[]): Map<string, KubeObject | undefined> {
  const states = new Map<string, KubeObject | undefined>();
  for (const { key, previous } of changes) {
    const place = `${key.namespace}/${key.name}`;
    if (!states.has(place)) states.set(place, previous);
  }
  return states;
}
