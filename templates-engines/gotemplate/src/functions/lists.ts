import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { Int, int, toNumber } from '../value/int.ts';
import { isEmpty, kindName } from '../value/kind.ts';
import { compareText } from '../value/map.ts';
import { nilSlice, sliceType, strings, typed, type SliceType } from '../value/slice.ts';
import { deepEqual } from './compare.ts';
import { castInt } from './cast.ts';
import { strslice } from './string-list.ts';
import { fn, type FunctionGroup, type Signature } from './signature.ts';
import { plainText, strval } from '../format/print.ts';

/** The elements of a Go slice. */
function elements(frame: Frame, value: unknown, verb: string): readonly unknown[] {
  if (value === null || value === undefined) throw new FunctionError('runtime error: invalid memory address or nil pointer dereference');
  const list = value instanceof Uint8Array ? Array.from(value, (byte) => new Int(BigInt(byte), 'uint8')) : value;
  if (!Array.isArray(list)) throw new FunctionError(`Cannot ${verb} type ${kindName(value)}`);
  frame.run.charge(list.length >>> 1);
  return list;
}

function listFunction(verb: string, work: (items: readonly unknown[], ...more: never[]) => unknown, more = ''): Signature {
  return fn(`any${more}`, (frame, list: unknown, ...values: never[]) => work(elements(frame, list, verb), ...values));
}

function chunk(frame: Frame, size: Int, list: unknown): unknown[] {
  const items = elements(frame, list, 'chunk');
  const length = toNumber(size);
  if (length <= 0) throw new FunctionError('runtime error: makeslice: len out of range');
  const chunks: unknown[] = [];
  for (let at = 0; at < items.length; at += length) chunks.push(items.slice(at, at + length));
  return typed('[][]interface {}', chunks);
}

/** Looks at every pair, as Sprig does. */
function uniq(frame: Frame, items: readonly unknown[]): unknown[] {
  const found: unknown[] = [];
  for (const item of items) {
    frame.run.charge(found.length >>> 1);
    if (!found.some((each) => deepEqual(item, each))) found.push(item);
  }
  return found;
}

function slice(frame: Frame, list: unknown, ...indexes: unknown[]): unknown {
  if (!Array.isArray(list)) throw new FunctionError(`list should be type of slice or array but ${kindName(list)}`);
  const items = elements(frame, list, 'slice');
  if (items.length === 0) return null;
  const start = indexes.length > 0 ? castInt(indexes[0]) : 0;
  const end = indexes.length < 2 ? items.length : castInt(indexes[1]);
  if (start < 0 || end < start || end > items.length) throw new FunctionError('reflect.Value.Slice: slice index out of bounds');
  const part = items.slice(start, end);
  const type = sliceType(list);
  return type === '[]interface {}' ? part : typed(type as SliceType, part);
}

function concat(frame: Frame, ...lists: unknown[]): unknown[] {
  const joined: unknown[] = [];
  for (const list of lists) {
    if (!Array.isArray(list)) throw new FunctionError(list === null ? 'runtime error: invalid memory address or nil pointer dereference' : `Cannot concat type ${kindName(list)} as list`);
    frame.run.charge(list.length);
    for (const item of list) joined.push(item);
  }
  return joined.length === 0 ? nilSlice() : joined;
}

function sortAlpha(value: unknown): unknown[] {
  return Array.isArray(value) ? strings(strslice(value).toSorted(compareText)) : strings([strval(value)]);
}

function has(frame: Frame, needle: unknown, list: unknown): boolean {
  if (list === null) return false;
  return elements(frame, list, 'find has on').some((item) => deepEqual(needle, item));
}

function untilStep(frame: Frame, start: number, stop: number, step: number): unknown[] {
  const distance = stop - start;
  if (step === 0 || Math.sign(distance) !== Math.sign(step)) return typed('[]int', []);
  const count = Math.ceil(distance / step);
  frame.run.charge(count);
  return typed('[]int', Array.from({ length: count }, (_none, index) => int(start + index * step)));
}

function until(frame: Frame, count: Int): unknown[] {
  const stop = toNumber(count);
  return untilStep(frame, 0, stop, stop < 0 ? -1 : 1);
}

function seq(frame: Frame, ...parameters: Int[]): string {
  const numbers = parameters.map(toNumber);
  const [start, step, end] = seqRange(numbers);
  if (start === undefined || step === undefined || end === undefined) return '';
  return untilStep(frame, start, end, step).map(plainText).join(' ');
}

function seqRange(numbers: readonly number[]): readonly (number | undefined)[] {
  const [first = 0, second = 0, third = 0] = numbers;
  if (numbers.length === 1) return [1, first < 1 ? -1 : 1, first + (first < 1 ? -1 : 1)];
  if (numbers.length === 2) return [first, second < first ? -1 : 1, second + (second < first ? -1 : 1)];
  if (numbers.length !== 3 || (third < first && second > 0)) return [];
  return [first, second, third + (third < first ? -1 : 1)];
}

const list = fn('...any', (_frame, ...values: unknown[]) => values);
const append = listFunction('push on', (items, value: unknown) => [...items, value], ' any');
const prepend = listFunction('prepend on', (items, value: unknown) => [value, ...items], ' any');
const first = listFunction('find first on', (items) => items[0] ?? null);
const last = listFunction('find last on', (items) => items.at(-1) ?? null);
const rest = listFunction('find rest on', (items) => (items.length === 0 ? nilSlice() : items.slice(1)));
const initial = listFunction('find initial on', (items) => (items.length === 0 ? nilSlice() : items.slice(0, -1)));
const reverse = listFunction('find reverse on', (items) => items.toReversed());
const compact = listFunction('compact on', (items) => items.filter((item) => !isEmpty(item)));
const without = listFunction('find without on', (items, ...omitted: unknown[]) => items.filter((item) => !omitted.some((each) => deepEqual(each, item))), ' ...any');
const uniqFunction = fn('any', (frame, value: unknown) => uniq(frame, elements(frame, value, 'find uniq on')));
const hasFunction = fn('any any', has);
const sliceFunction = fn('any ...any', slice);
const chunkFunction = fn('int any', chunk);

export const lists: FunctionGroup = {
  list, tuple: list, append, push: append, mustAppend: append, mustPush: append, prepend, mustPrepend: prepend, first, mustFirst: first, last, mustLast: last,
  rest, mustRest: rest, initial, mustInitial: initial, reverse, mustReverse: reverse, compact, mustCompact: compact, without, mustWithout: without,
  uniq: uniqFunction, mustUniq: uniqFunction, has: hasFunction, mustHas: hasFunction, slice: sliceFunction, mustSlice: sliceFunction,
  chunk: chunkFunction, mustChunk: chunkFunction,
  concat: fn('...any', concat),
  sortAlpha: fn('any', (_frame, value: unknown) => sortAlpha(value)),
  until: fn('int', until),
  untilStep: fn('int int int', (frame, start: Int, stop: Int, step: Int) => untilStep(frame, toNumber(start), toNumber(stop), toNumber(step))),
  seq: fn('...int', seq),
};
