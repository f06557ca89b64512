import type { CelType } from '../cel-type.ts';
import { sizeOf } from '../values/kind.ts';
import { parseSignature } from './signature.ts';

/** One signature of a function and what it does. Functions fail by throwing a `Fault`. */
export interface Overload {
  readonly name: string;
  /** Called as `receiver.name(…)`; the receiver is the first parameter. */
  readonly isMember: boolean;
  readonly parameters: readonly CelType[];
  readonly result: CelType;
  readonly run: (...args: never[]) => unknown;
  readonly cost?: Cost;
  /** What is spent when the result is there, for those that make something as large as it. */
  readonly resultCost?: (result: unknown) => number;
}

/** What a call costs in cel-go's units, spent before it is made; calls without one cost 1. */
export type Cost = (args: readonly unknown[]) => number;

/** Functions that come and go together. Without `since`, Kubernetes has none of them. */
export interface Library {
  readonly name: string;
  /** The Kubernetes version that brought it, and the one that took it away: `1.31`. */
  readonly since?: string;
  readonly until?: string;
  readonly overloads: readonly Overload[];
}

/**
 * `define('string->startsWith(string): bool', …)`: the type before the arrow is the receiver's. Types are CEL's, with `list<T>`,
 * `map<K, V>`, `optional<T>` and single capitals for any type.
 */
export function define(signature: string, run: (...args: never[]) => unknown, cost?: Cost, resultCost?: Overload['resultCost']): Overload {
  return { ...parseSignature(signature), run, ...(cost ? { cost } : {}), ...(resultCost ? { resultCost } : {}) };
}

/** For those whose cost is all in the result. */
export function free(): number {
  return 0;
}

/** The same function for several types: `§` stands for each. */
export function defineForEach(types: readonly string[], signature: string, run: (...args: never[]) => unknown, cost?: Cost): Overload[] {
  return types.map((type) => define(signature.replaceAll('§', type), run, cost));
}

const TRAVERSAL = 0.1;

/** A walk along the first argument, `factor` times. */
export function traversal(factor = 1): Cost {
  return ([first]) => Math.ceil(sizeOf(first) * factor * TRAVERSAL);
}

/** Matching the first argument against the pattern that is the second. */
export function matchCost([text, pattern]: readonly unknown[]): number {
  return regexCost(sizeOf(text), sizeOf(pattern));
}

export function regexCost(textSize: number, patternSize: number): number {
  return Math.ceil((1 + textSize) * TRAVERSAL) * Math.ceil(patternSize * 0.25);
}

export function shorterCost([a, b]: readonly unknown[]): number {
  return Math.ceil(Math.min(sizeOf(a), sizeOf(b)) * TRAVERSAL);
}

export function joinedCost([a, b]: readonly unknown[]): number {
  return Math.ceil((sizeOf(a) + sizeOf(b)) * TRAVERSAL);
}

export function containsCost([a, b]: readonly unknown[]): number {
  return Math.ceil(sizeOf(a) * TRAVERSAL) * Math.ceil(sizeOf(b) * TRAVERSAL);
}
