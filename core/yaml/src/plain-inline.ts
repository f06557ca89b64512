import { NOT_PLAIN, withoutSpaces, type ResolveScalar } from './plain-scalar.ts';

const DOUBLE = /"(?:[^"\\\n]|\\["\\/bfnrtu])*"/y;
const SINGLE = /'(?:[^'\n]|'')*'/y;
/** Without a colon: whether it ends a key is seen behind it. */
const FLOW_PLAIN = /-?[\w./$+~^(][^\n,[\]{}:#"'&*!|>%@`?\t]*/y;

/** A value that ends on the line on which it begins. */
export interface Inline {
  readonly value: unknown;
  /** Offset behind it. */
  readonly end: number;
}

/** A text in quotes. */
export function readQuoted(text: string, at: number): { readonly value: string; readonly end: number } {
  const pattern = text[at] === '"' ? DOUBLE : SINGLE;
  pattern.lastIndex = at;
  if (!pattern.test(text)) throw NOT_PLAIN;
  const end = pattern.lastIndex;
  return { value: pattern === DOUBLE ? unescaped(text.slice(at, end)) : text.slice(at + 1, end - 1).replaceAll('\'\'', '\''), end };
}

/** The escapes that {@link DOUBLE} lets through are those of JSON, which knows no tab in a text. */
function unescaped(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw NOT_PLAIN;
  }
}

/** `[…]` or `{…}`. */
export function readFlow(text: string, at: number, resolve: ResolveScalar, depth: number): Inline {
  if (depth <= 0) throw NOT_PLAIN;
  return text[at] === '[' ? readFlowList(text, at, resolve, depth) : readFlowMapping(text, at, resolve, depth);
}

function readFlowList(text: string, at: number, resolve: ResolveScalar, depth: number): Inline {
  const value: unknown[] = [];
  let end = afterSpaces(text, at + 1);
  if (text[end] === ']') return { value, end: end + 1 };
  for (;;) {
    const entry = readFlowEntry(text, end, resolve, depth);
    value.push(entry.value);
    end = afterSpaces(text, entry.end);
    if (text[end] === ']') return { value, end: end + 1 };
    if (text[end] !== ',') throw NOT_PLAIN;
    end = afterSpaces(text, end + 1);
  }
}

function readFlowMapping(text: string, at: number, resolve: ResolveScalar, depth: number): Inline {
  const value: Record<string, unknown> = {};
  let end = afterSpaces(text, at + 1);
  if (text[end] === '}') return { value, end: end + 1 };
  for (;;) {
    const key = readFlowEntry(text, end, resolve, 0);
    if (typeof key.value !== 'string' || key.value === '__proto__' || Object.hasOwn(value, key.value)) throw NOT_PLAIN;
    if (text[key.end] !== ':' || text[key.end + 1] !== ' ') throw NOT_PLAIN;
    const entry = readFlowEntry(text, afterSpaces(text, key.end + 1), resolve, depth);
    value[key.value] = entry.value;
    end = afterSpaces(text, entry.end);
    if (text[end] === '}') return { value, end: end + 1 };
    if (text[end] !== ',') throw NOT_PLAIN;
    end = afterSpaces(text, end + 1);
  }
}

function readFlowEntry(text: string, at: number, resolve: ResolveScalar, depth: number): Inline {
  const first = text[at];
  if (first === '"' || first === '\'') return readQuoted(text, at);
  if (first === '[' || first === '{') return readFlow(text, at, resolve, depth - 1);
  FLOW_PLAIN.lastIndex = at;
  if (!FLOW_PLAIN.test(text)) throw NOT_PLAIN;
  const end = FLOW_PLAIN.lastIndex;
  return { value: resolve(withoutSpaces(text.slice(at, end))), end };
}

function afterSpaces(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === 0x20) end++;
  return end;
}
