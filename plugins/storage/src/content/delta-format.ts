import { Buffer } from 'node:buffer';
import type { DeltaStep } from './delta.ts';
import { VarintReader, pushVarint, unzigzag, zigzag } from './varint.ts';

/**
 * Steps as bytes: the size of the instructions, the instructions, all bytes to add one after another. An instruction
 * is one number, twice the length plus one for a copy; a copy is followed by the distance between its beginning and the
 * end of the copy before. So instructions stand together, which compresses better.
 */
export function encodeDelta(steps: readonly DeltaStep[]): Uint8Array {
  const instructions: number[] = [];
  const added: Uint8Array[] = [];
  let expected = 0;
  for (const step of steps) {
    if ('add' in step) {
      pushVarint(instructions, step.add.length * 2);
      added.push(step.add);
      continue;
    }
    pushVarint(instructions, step.length * 2 + 1);
    pushVarint(instructions, zigzag(step.copy - expected));
    expected = step.copy + step.length;
  }
  const size: number[] = [];
  pushVarint(size, instructions.length);
  return Buffer.concat([Uint8Array.from(size), Uint8Array.from(instructions), ...added]);
}

/**
 * Makes the target again.
 *
 * @param size bytes of the target; no more is allocated
 * @throws RangeError when the delta is damaged, or does not fit the dictionary or the size
 */
export function applyDelta(delta: Uint8Array, dictionary: Uint8Array, size: number): Uint8Array {
  const head = new VarintReader(delta);
  const length = head.next();
  const instructions = new VarintReader(delta.subarray(head.at, head.at + length));
  let added = head.at + length;
  const target = new Uint8Array(size);
  let at = 0;
  let expected = 0;
  while (!instructions.done) {
    const instruction = instructions.next();
    const count = Math.floor(instruction / 2);
    if (at + count > size) throw new RangeError('it makes more than it should');
    if (instruction % 2 === 0) {
      target.set(slice(delta, added, count), at);
      added += count;
    } else {
      const from = expected + unzigzag(instructions.next());
      target.set(slice(dictionary, from, count), at);
      expected = from + count;
    }
    at += count;
  }
  if (at !== size || added !== delta.length) throw new RangeError('it makes less than it should');
  return target;
}

function slice(bytes: Uint8Array, from: number, count: number): Uint8Array {
  if (from < 0 || from + count > bytes.length) throw new RangeError('it points outside of what is there');
  return bytes.subarray(from, from + count);
}
