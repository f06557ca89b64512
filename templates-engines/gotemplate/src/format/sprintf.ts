import { Int } from '../value/int.ts';
import { typeName } from '../value/kind.ts';
import { MAX_WIDTH, type Directive } from './directive.ts';
import { formatValue, plus } from './verb.ts';

const FLAGS = /[-+# 0]*/y;
const DIGITS = /\d+/y;

interface Cursor {
  readonly format: string;
  readonly operands: readonly unknown[];
  at: number;
  next: number;
  /** `[n]` was used: what is left over is no mistake then. */
  reordered: boolean;
  goodIndex: boolean;
}

/** Go's fmt.Sprintf, its `%!verb(type=value)` texts included. */
export function sprintf(format: string, operands: readonly unknown[]): string {
  const cursor: Cursor = { format, operands, at: 0, next: 0, reordered: false, goodIndex: true };
  let text = '';
  while (cursor.at < format.length) {
    const percent = format.indexOf('%', cursor.at);
    if (percent === -1) {
      text += format.slice(cursor.at);
      break;
    }
    text += format.slice(cursor.at, percent);
    cursor.at = percent + 1;
    text += simple(cursor) ?? nextDirective(cursor);
  }
  return cursor.reordered || cursor.next >= operands.length ? text : text + extra(operands.slice(cursor.next));
}

/** `%s`, `%v` and `%d` of what they are made for, which nearly all are. */
function simple(cursor: Cursor): string | undefined {
  const verb = cursor.format[cursor.at];
  const operand = cursor.operands[cursor.next];
  const fits = verb === 's' || verb === 'v' ? typeof operand === 'string' : verb === 'd' && operand instanceof Int;
  if (!fits) return undefined;
  cursor.at++;
  cursor.next++;
  return typeof operand === 'string' ? operand : String((operand as Int).value);
}

function extra(operands: readonly unknown[]): string {
  const shown = operands.map((operand) => (operand === null ? '<nil>' : `${typeName(operand)}=${plus(operand)}`));
  return `%!(EXTRA ${shown.join(', ')})`;
}

function nextDirective(cursor: Cursor): string {
  cursor.goodIndex = true;
  FLAGS.lastIndex = cursor.at;
  const set = FLAGS.exec(cursor.format)?.[0] ?? '';
  cursor.at += set.length;
  const minus = set.includes('-');
  let afterIndex = index(cursor);
  const width = number(cursor, afterIndex);
  if (width.used) afterIndex = false;
  const precision = precisionOf(cursor, afterIndex);
  if (!precision.afterIndex) index(cursor);
  const verb = String.fromCodePoint(cursor.format.codePointAt(cursor.at) ?? 0);
  if (cursor.at >= cursor.format.length) return '%!(NOVERB)';
  cursor.at += verb.length;
  const negative = (width.value ?? 0) < 0;
  const given: Directive = {
    verb, minus: minus || negative, plus: set.includes('+'), sharp: set.includes('#'), space: set.includes(' '), zero: set.includes('0') && !minus && !negative,
    width: width.value === undefined ? undefined : Math.abs(width.value), precision: precision.value,
  };
  return width.bad + precision.bad + operandText(cursor, given);
}

function operandText(cursor: Cursor, given: Directive): string {
  const { verb } = given;
  if (verb === '%') return '%';
  if (!cursor.goodIndex) return `%!${verb}(BADINDEX)`;
  if (cursor.next >= cursor.operands.length) return `%!${verb}(MISSING)`;
  return formatValue(cursor.operands[cursor.next++], given);
}

interface Amount {
  readonly value: number | undefined;
  readonly bad: string;
  readonly used: boolean;
}

const NOTHING: Amount = { value: undefined, bad: '', used: false };

/** A width: digits, or `*` for an operand. */
function number(cursor: Cursor, afterIndex: boolean): Amount {
  if (cursor.format[cursor.at] === '*') {
    cursor.at++;
    const operand = cursor.operands[cursor.next];
    if (cursor.next < cursor.operands.length) cursor.next++;
    const value = operand instanceof Int ? Number(operand.value) : Number.NaN;
    return Math.abs(value) <= MAX_WIDTH ? { value, bad: '', used: true } : { value: undefined, bad: '%!(BADWIDTH)', used: true };
  }
  DIGITS.lastIndex = cursor.at;
  const found = DIGITS.exec(cursor.format)?.[0];
  if (found === undefined) return NOTHING;
  cursor.at += found.length;
  if (afterIndex) cursor.goodIndex = false;
  const value = Number(found);
  return { value: value > MAX_WIDTH ? undefined : value, bad: '', used: false };
}

function precisionOf(cursor: Cursor, afterIndex: boolean): Amount & { readonly afterIndex: boolean } {
  if (cursor.format[cursor.at] !== '.') return { ...NOTHING, afterIndex };
  cursor.at++;
  if (afterIndex) cursor.goodIndex = false;
  const indexed = index(cursor);
  const found = number(cursor, indexed);
  const negative = (found.value ?? 0) < 0;
  const bad = negative || found.bad !== '' ? '%!(BADPREC)' : '';
  const value = found.value ?? (bad === '' ? 0 : undefined);
  return { value: negative ? undefined : value, bad, used: found.used, afterIndex: indexed && !found.used };
}

/** `[3]`: which operand comes next. */
function index(cursor: Cursor): boolean {
  if (cursor.format[cursor.at] !== '[') return false;
  cursor.reordered = true;
  const close = cursor.format.indexOf(']', cursor.at);
  const inner = close === -1 ? '' : cursor.format.slice(cursor.at + 1, close);
  const wanted = /^\d+$/.test(inner) ? Number(inner) : 0;
  cursor.at = close === -1 ? cursor.at + 1 : close + 1;
  if (wanted >= 1 && wanted <= cursor.operands.length) cursor.next = wanted - 1;
  else cursor.goodIndex = false;
  return close !== -1;
}
