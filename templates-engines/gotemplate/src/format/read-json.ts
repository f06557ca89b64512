import { GoMap } from '../value/map.ts';

/** The text is no JSON; the message is Go's. */
export class JsonSyntaxError extends Error {}

/** JSON as Go's encoding/json reads it into `interface {}`: every number is a float64, the last of two equal keys wins. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text, revive) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw new JsonSyntaxError(goMessage(text));
    throw error;
  }
}

/** Numbers that no double holds are errors in Go. */
function revive(_key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new JsonSyntaxError('json: cannot unmarshal number into Go value of type float64');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.assign(new GoMap(), value);
}

/** What may stand in a string: `\p{Cc}` holds the control characters beyond ASCII, too, which are fine. */
const CHARACTER = String.raw`(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))`;
const GOOD_PART = new RegExp(`^"${CHARACTER}*`, 'u');
const STRING = `"${CHARACTER}*"`;
const TOKEN = new RegExp(String.raw`[ \t\r\n]*(?:(${STRING})|(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(true|false|null)|([[\]{},:]))`, 'yu');

/** Finds the first character that cannot stand where it does, and says so as Go does. */
function goMessage(text: string): string {
  const stack: string[] = [];
  let expects = 'value';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    const start = at + (/^[ \t\r\n]*/.exec(text.slice(at))?.[0].length ?? 0);
    if (start >= text.length) return 'unexpected end of JSON input';
    const next = found === null ? undefined : follow(expects, found, stack);
    if (next === undefined) return complaint(text, start, expects, stack, found === null);
    expects = next;
    at = TOKEN.lastIndex;
    if (expects === 'end' && text.slice(at).trim() === '') return 'unexpected end of JSON input';
  }
}

/** What must come behind a token; undefined: the token cannot stand here. */
function follow(expects: string, [, string, number, word, sign]: RegExpExecArray, stack: string[]): string | undefined {
  const scalar = string ?? number ?? word;
  if (expects === 'value' || expects === 'element') {
    if (scalar !== undefined) return afterValue(stack);
    if (sign === ']' && expects === 'element') return close(stack);
    if (sign === '[' || sign === '{') stack.push(sign);
    if (sign === '[') return 'element';
    return sign === '{' ? 'key' : undefined;
  }
  if (expects === 'key' || expects === 'member') {
    if (string !== undefined) return 'colon';
    return sign === '}' && expects === 'key' ? close(stack) : undefined;
  }
  if (expects === 'colon') return sign === ':' ? 'value' : undefined;
  if (expects === 'comma') {
    if (sign === ',') return stack.at(-1) === '[' ? 'value' : 'member';
    return sign === (stack.at(-1) === '[' ? ']' : '}') ? close(stack) : undefined;
  }
  return undefined;
}

function close(stack: string[]): string {
  stack.pop();
  return afterValue(stack);
}

function afterValue(stack: readonly string[]): string {
  return stack.length === 0 ? 'end' : 'comma';
}

function complaint(text: string, at: number, expects: string, stack: readonly string[], unknown: boolean): string {
  const inner = unknown ? insideLiteral(text, at) : undefined;
  if (inner !== undefined) return inner;
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const shown = character === '\'' ? '\\\'' : character;
  return `invalid character '${shown}' ${place(expects, stack)}`;
}

/** A literal that began well and went wrong. */
function insideLiteral(text: string, at: number): string | undefined {
  const rest = text.slice(at);
  for (const word of ['true', 'false', 'null']) {
    if (rest[0] !== word[0]) continue;
    let good = 1;
    while (good < word.length && rest[good] === word[good]) good++;
    if (good >= rest.length) return 'unexpected end of JSON input';
    return good === word.length ? undefined : `invalid character '${rest[good] ?? ''}' in literal ${word} (expecting '${word[good] ?? ''}')`;
  }
  if (rest.startsWith('"')) return insideString(rest);
  return rest === '-' ? 'unexpected end of JSON input' : undefined;
}

function insideString(rest: string): string {
  const good = GOOD_PART.exec(rest)?.[0] ?? '';
  const bad = rest[good.length];
  if (bad === undefined || /^\\(?:u[0-9a-fA-F]{0,3})?$/.test(rest.slice(good.length))) return 'unexpected end of JSON input';
  if (bad !== '\\') return `invalid character ${JSON.stringify(bad).replaceAll('"', '\'')} in string literal`;
  return `invalid character '${rest[good.length + 1] ?? ''}' in string escape code`;
}

function place(expects: string, stack: readonly string[]): string {
  if (expects === 'value' || expects === 'element') return 'looking for beginning of value';
  if (expects === 'key' || expects === 'member') return 'looking for beginning of object key string';
  if (expects === 'colon') return 'after object key';
  if (expects === 'comma') return stack.at(-1) === '[' ? 'after array element' : 'after object key:value pair';
  return 'after top-level value';
}
