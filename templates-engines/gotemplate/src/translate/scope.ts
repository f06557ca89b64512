import type { JsonObject } from '@sherpack/plugin-api';
import type { PipeNode } from '../read/nodes.ts';
import type { Unit } from '../read/unit.ts';

/** What a value is, as far as the text tells: the root of all templates, a map made by `dict`, or anything. */
export type Kind = 'root' | 'any' | ReadonlyMap<string, Kind>;

/** A value that was `this` when so many blocks had changed it. */
export interface Dot {
  readonly kind: Kind;
  readonly depth: number;
}

/** A variable: the name of a block parameter, or an expression that is written wherever the variable stands. */
export type Binding = { readonly name: string } | { readonly pipe: PipeNode; readonly scope: Scope };

export interface Scope {
  readonly work: Work;
  /** Blocks around that have changed `this`. */
  readonly depth: number;
  readonly dot: Dot;
  /** `$`: what the template was given. */
  readonly root: Dot;
  readonly variables: ReadonlyMap<number, Binding>;
}

/** What is found out about one template while it is written. */
export interface Work {
  readonly unit: Unit;
  readonly values: JsonObject;
  readonly problems: { readonly at: number; readonly reason: string }[];
  /** Definitions that it includes, with what it gives them. */
  readonly includes: { readonly name: string; readonly at: number; readonly kind: Kind }[];
}

export class Untranslatable extends Error {
  readonly at: number;

  constructor(reason: string, at: number) {
    super(reason);
    this.at = at;
  }
}

export function outermost(work: Work, kind: Kind): Scope {
  const dot = { kind, depth: 0 };
  return { work, depth: 0, dot, root: dot, variables: new Map() };
}

/** Inside a block that makes something else `this`. */
export function inside(scope: Scope, kind: Kind): Scope {
  const depth = scope.depth + 1;
  return { ...scope, depth, dot: { kind, depth } };
}

export function bound(scope: Scope, bindings: readonly (readonly [slot: number, binding: Binding])[]): Scope {
  return bindings.length === 0 ? scope : { ...scope, variables: new Map([...scope.variables, ...bindings]) };
}

/** Both at once, for a definition that is called from several places; undefined when they contradict each other. */
export function mergeKinds(a: Kind, b: Kind): Kind | undefined {
  if (a === b) return a;
  if (typeof a === 'string' || typeof b === 'string') return undefined;
  const merged = new Map(a);
  for (const [key, kind] of b) {
    const both = mergeKinds(a.get(key) ?? kind, kind);
    if (both === undefined) return undefined;
    merged.set(key, both);
  }
  return merged;
}
