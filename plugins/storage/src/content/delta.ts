import { createMatchIndex } from './match-index.ts';
import type { Match } from './match-index.ts';

/** `length` bytes of the dictionary from `from` on, or bytes of its own. */
export type DeltaStep =
  | { readonly copy: number; readonly length: number }
  | { readonly add: Uint8Array };

/** How to make the target out of the dictionary: what is in both is said by two numbers. */
export function diffBytes(dictionary: Uint8Array, target: Uint8Array): readonly DeltaStep[] {
  const steps: DeltaStep[] = [];
  const index = createMatchIndex(dictionary);
  let done = 0;
  // How far the dictionary lies behind the target since the last match.
  let shift = 0;
  for (let at = 0; at < target.length;) {
    const match = index.longest(target, at, done, at + shift);
    if (match === undefined) {
      at += 1;
      continue;
    }
    if (match.at > done) steps.push({ add: target.subarray(done, match.at) });
    steps.push({ copy: match.from, length: match.length });
    done = endOf(match);
    shift = match.from - match.at;
    at = done;
  }
  if (done < target.length) steps.push({ add: target.subarray(done) });
  return steps;
}

function endOf({ at, length }: Match): number {
  return at + length;
}

/** The bytes that the steps bring with them. */
export function addedBytes(steps: readonly DeltaStep[]): number {
  return steps.reduce((sum, step) => sum + ('add' in step ? step.add.length : 0), 0);
}
