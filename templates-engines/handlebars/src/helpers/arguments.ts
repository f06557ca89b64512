import { isExactNumber } from '@sherpack/yaml/exact-number';
import { isStrict } from '../run/run.ts';
import { isDict, isScalar, kindOf, textOf, type Dict } from '../run/value.ts';
import { refuse, spend, type HelperCall } from './helper.ts';

export type Numeric = number | bigint;

const NUMBER_TEXT = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;
const NESTING = 200;

/** What is missing counts as empty where the pack wants no strictness. */
function isTolerated(call: HelperCall, value: unknown): boolean {
  return (value === undefined || value === null) && !isStrict(call.frame.run, call.unit);
}

function wrong(call: HelperCall, value: unknown, index: number, wanted: string): never {
  return refuse(call, `${argument(call, index)} must be ${wanted}, it is ${kindOf(value)}`);
}

/** Names an argument by what the template says, never by its value, which may be a secret. */
export function argument(call: HelperCall, index: number): string {
  const source = call.sources[index] ?? 'inside of a list';
  return `argument ${index + 1} ${source.startsWith('(') ? source : `(${source})`}`;
}

/** Any scalar as text; null is the empty text. */
export function text(call: HelperCall, args: readonly unknown[], index: number): string {
  const value = args[index];
  if (value === null || isScalar(value) || isTolerated(call, value)) return textOf(value);
  return wrong(call, value, index, 'a text');
}

/** Text or bytes, for hashes and encodings. */
export function bytes(call: HelperCall, args: readonly unknown[], index: number): Uint8Array {
  const value = args[index];
  return value instanceof Uint8Array ? value : Buffer.from(text(call, args, index), 'utf8');
}

export function list(call: HelperCall, args: readonly unknown[], index: number): readonly unknown[] {
  const value = args[index];
  if (isTolerated(call, value)) return [];
  if (!Array.isArray(value)) return wrong(call, value, index, 'a list');
  spend(call, value.length);
  return value;
}

export function dict(call: HelperCall, args: readonly unknown[], index: number): Dict {
  const value = args[index];
  if (isTolerated(call, value)) return {};
  return isDict(value) ? value : wrong(call, value, index, 'a map');
}

export function numeric(call: HelperCall, args: readonly unknown[], index: number): Numeric {
  const value = args[index];
  if (isTolerated(call, value)) return 0;
  return toNumeric(value) ?? wrong(call, value, index, 'a number');
}

/** A number that JavaScript can count with. */
export function integer(call: HelperCall, args: readonly unknown[], index: number): number {
  const value = Number(numeric(call, args, index));
  return Number.isFinite(value) ? Math.trunc(value) : wrong(call, args[index], index, 'an integer');
}

/** Numbers and texts that spell one; integers stay exact. */
export function toNumeric(value: unknown): Numeric | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (isExactNumber(value)) return value.valueOf();
  if (typeof value !== 'string' || !NUMBER_TEXT.test(value.trim())) return undefined;
  const spelled = value.trim();
  return /^[-+]?\d{1,400}$/.test(spelled) ? narrow(BigInt(spelled.replace('+', ''))) : Number(spelled);
}

export function narrow(value: bigint): Numeric {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** Uses up one step per node, so that values which repeat themselves cannot be blown up in vain. */
export function spendNodes(call: HelperCall, value: unknown, depth = 0): void {
  spend(call, 1);
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return;
  if (!Array.isArray(value) && !isDict(value)) refuse(call, `${kindOf(value)} cannot be written as data`);
  if (depth > NESTING) refuse(call, `more than ${NESTING} lists and maps stand in one another`);
  for (const child of Object.values(value)) spendNodes(call, child, depth + 1);
}

/** Puts the arguments into Sprig's order if `others` recognises the order of Sherpack 0.4.0 (value first). */
export function rotated(args: readonly unknown[], valueFirst: boolean): readonly unknown[] {
  return valueFirst ? [...args.slice(1), args[0]] : args;
}
