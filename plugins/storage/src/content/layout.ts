import { Buffer } from 'node:buffer';
import { diffBytes } from './delta.ts';
import type { DeltaStep } from './delta.ts';

/** Content that several revisions may refer to. */
export interface Base<Id> {
  readonly id: Id;
  readonly content: Uint8Array;
}

/** A record as what it takes from content that is stored once, and what it adds. */
export interface Layout<Id> {
  /** The bases that it needs, in the order in which the steps count them. */
  readonly used: readonly Base<Id>[];
  /** Content to be stored for later revisions too; counted after the bases. */
  readonly fresh: Uint8Array | undefined;
  readonly steps: readonly DeltaStep[];
}

/** A revision that needs more pieces than this is stored whole again: each of them is a read. */
const MAX_BASES = 8;
/** Bytes; a copy between additions that has fewer is not worth the two numbers that say it. */
const SHORT_COPY = 256;

/** Stores the whole target as content for later revisions. */
export function layOutWhole(target: Uint8Array): Layout<never> {
  return { used: [], fresh: target, steps: target.length === 0 ? [] : [{ copy: 0, length: target.length }] };
}

/**
 * Says a target by what stands in the bases already.
 *
 * @returns undefined when that is not worth it: little is common, or the bases hold much that nobody needs any more
 */
export function layOutOver<Id>(target: Uint8Array, bases: readonly Base<Id>[], atLeast = 0.5): Layout<Id> | undefined {
  const steps = diffBytes(concat(bases), target);
  const used = usedBases(steps, bases);
  const needed = used.reduce((sum, { content }) => sum + content.length, 0);
  const copied = steps.reduce((sum, step) => sum + ('copy' in step ? step.length : 0), 0);
  if (copied < target.length * atLeast || needed > target.length * 3 + 4096 || used.length > MAX_BASES) return undefined;
  return { used, fresh: undefined, steps: used.length === bases.length ? steps : diffBytes(concat(used), target) };
}

/**
 * Moves what the steps add into content of its own, so that the next revisions need not add it again. What is copied
 * between two additions goes with them if it is short: a hundred small changes in a list become one piece, which the
 * next revision can copy in one step.
 */
export function shareAdded<Id>({ used, steps }: Layout<Id>, target: Uint8Array): Layout<Id> {
  const start = used.reduce((sum, { content }) => sum + content.length, 0);
  const added: Uint8Array[] = [];
  let at = start;
  const moved = joinAdditions(steps, target).map((step): DeltaStep => {
    if (!('add' in step)) return step;
    added.push(step.add);
    at += step.add.length;
    return { copy: at - step.add.length, length: step.add.length };
  });
  return { used, fresh: Buffer.concat(added), steps: moved };
}

function joinAdditions(steps: readonly DeltaStep[], target: Uint8Array): readonly DeltaStep[] {
  const joined: DeltaStep[] = [];
  let [at, begin] = [0, 0];
  for (const [index, step] of steps.entries()) {
    const isAdded = 'add' in step || (step.length < SHORT_COPY && index > 0 && index < steps.length - 1);
    const length = 'add' in step ? step.add.length : step.length;
    if (!isAdded) {
      if (at > begin) joined.push({ add: target.subarray(begin, at) });
      joined.push(step);
      begin = at + length;
    }
    at += length;
  }
  if (at > begin) joined.push({ add: target.subarray(begin, at) });
  return joined;
}

export function concat(bases: readonly Base<unknown>[]): Uint8Array {
  return bases.length === 1 ? (bases[0]?.content ?? new Uint8Array()) : Buffer.concat(bases.map(({ content }) => content));
}

function usedBases<Id>(steps: readonly DeltaStep[], bases: readonly Base<Id>[]): readonly Base<Id>[] {
  let begin = 0;
  return bases.filter(({ content }) => {
    const [from, to] = [begin, begin + content.length];
    begin = to;
    return steps.some((step) => 'copy' in step && step.copy < to && step.copy + step.length > from);
  });
}
