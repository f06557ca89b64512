import { stringifyJson } from '@sherpack/yaml/json';
import { isScalar, textOf } from '../run/value.ts';
import { spendNodes, text, toNumeric } from './arguments.ts';
import { ANY, helper, refuse, type HelperCall, type HelperGroup } from './helper.ts';

const VERB = /%([-+ 0#]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g;
const WIDEST = 10_000;

interface Verb {
  readonly flags: string;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** Go's verbs for what values can be. @see https://pkg.go.dev/fmt */
function printf(args: readonly unknown[], call: HelperCall): string {
  let next = 1;
  const printed = text(call, args, 0).replaceAll(VERB, (_whole, flags: string, width: string | undefined, precision: string | undefined, letter: string) => {
    if (letter === '%') return '%';
    if (next >= args.length) refuse(call, `%${letter} has no argument`);
    const verb = { flags, letter, precision: precision === undefined ? undefined : bounded(call, precision) };
    const value = args[next++];
    return padded(formatted(call, value, verb), flags, width === undefined ? 0 : bounded(call, width), letter);
  });
  if (next < args.length) refuse(call, `the format uses ${next - 1} of ${args.length - 1} arguments`);
  return printed;
}

function bounded(call: HelperCall, digits: string): number {
  return Number(digits) > WIDEST ? refuse(call, `widths end at ${WIDEST}`) : Number(digits);
}

function formatted(call: HelperCall, value: unknown, verb: Verb): string {
  if (verb.letter === 's' || verb.letter === 'v') return cut(plain(call, value), verb.letter === 's' ? verb.precision : undefined);
  if (verb.letter === 'q') return JSON.stringify(plain(call, value));
  if (verb.letter === 't') return textOf(value);
  if (verb.letter === 'T') return typeof value;
  if (verb.letter === 'x' && typeof value === 'string') return Buffer.from(value, 'utf8').toString('hex');
  return numeral(call, value, verb);
}

function cut(value: string, length: number | undefined): string {
  return length === undefined ? value : [...value].slice(0, length).join('');
}

function plain(call: HelperCall, value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (isScalar(value)) return textOf(value);
  spendNodes(call, value);
  return stringifyJson(value);
}

function numeral(call: HelperCall, value: unknown, verb: Verb): string {
  const number = toNumeric(value) ?? refuse(call, `%${verb.letter} needs a number`);
  const sign = verb.flags.includes('+') && number >= 0 ? '+' : '';
  const whole = typeof number === 'bigint' ? number : Math.trunc(number);
  const { letter, precision } = verb;
  if (letter === 'd') return sign + String(typeof whole === 'number' && Number.isSafeInteger(whole) ? whole : BigInt(whole));
  if (letter === 'f' || letter === 'F') return sign + Number(number).toFixed(Math.min(precision ?? 6, 100));
  if (letter === 'e') return sign + Number(number).toExponential(Math.min(precision ?? 6, 100)).replace(/e([-+])(\d)$/, 'e$10$2');
  if (letter === 'g') return sign + textOf(precision === undefined ? value : Number(Number(number).toPrecision(Math.max(1, Math.min(precision, 100)))));
  if (letter === 'x') return whole.toString(16);
  if (letter === 'X') return whole.toString(16).toUpperCase();
  if (letter === 'o') return whole.toString(8);
  if (letter === 'b') return whole.toString(2);
  if (letter === 'c') return String.fromCodePoint(Number(whole));
  return refuse(call, `there is no verb %${letter}`);
}

function padded(value: string, flags: string, width: number, letter: string): string {
  if (flags.includes('-')) return value.padEnd(width);
  if (!flags.includes('0') || letter === 's' || letter === 'q' || letter === 'v') return value.padStart(width);
  const sign = /^[-+]/.exec(value)?.[0] ?? '';
  return sign + value.slice(sign.length).padStart(width - sign.length, '0');
}

export const formats: HelperGroup = { printf: helper(1, ANY, printf) };
