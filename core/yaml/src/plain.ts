import { readFlow, readQuoted } from './plain-inline.ts';
import { NOT_PLAIN, withoutSpaces, type ResolveScalar } from './plain-scalar.ts';

export interface PlainOptions {
  readonly resolve: ResolveScalar;
  /** Of two equal keys the last one wins; otherwise a text with such keys is not plain. */
  readonly lastKeyWins: boolean;
  readonly maxDepth: number;
}

/** Line breaks of other kinds, control characters, what is no character, and those of two units. */
const STRANGE = /[^\n\t\x20-\x7E\xA0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/;
const KEY = /[A-Za-z_$/.][\w$/.-]*(?=:[ \n])/y;
const REST = / *(?:(?<= )#[^\n]*)?\n/y;
const BLOCK_HEADER = /\|(-?) *(?:(?<= )#[^\n]*)?\n/y;
const BLANKS = /(?: *\n)*/y;
/** What no plain scalar begins with, and what begins a scalar over several lines or an empty one. */
const NO_PLAIN = new Set(Array.from(' \t\n,[]{}#&*!|>\'"%@`?', (character) => character.charCodeAt(0)));

const SPACE = 0x20;
const BREAK = 0x0a;
const DASH = 0x2d;
const HASH = 0x23;

/**
 * Reads what nearly all manifests and values are made of: mappings and lists by indentation, scalars of one line, literal
 * block scalars, flow collections of one line. It gives what js-yaml gives, several times as fast; everything else, and
 * everything wrong, is left to js-yaml, which knows where.
 *
 * @returns undefined for a text that is not plain
 */
export function readPlain(text: string, options: PlainOptions): Record<string, unknown> | unknown[] | undefined {
  if (STRANGE.test(text)) return undefined;
  try {
    return new PlainReader(text.endsWith('\n') ? text : `${text}\n`, options).document();
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

class PlainReader {
  private readonly text: string;
  private readonly resolve: ResolveScalar;
  private readonly lastKeyWins: boolean;
  private depth: number;
  /** Where the content of the line begins that is to be read, and how far it is indented; -1 behind the last line. */
  private at = 0;
  private indent = 0;

  constructor(text: string, { resolve, lastKeyWins, maxDepth }: PlainOptions) {
    this.text = text;
    this.resolve = resolve;
    this.lastKeyWins = lastKeyWins;
    // Where it is close, the other reader counts.
    this.depth = maxDepth - 2;
  }

  document(): Record<string, unknown> | unknown[] {
    this.toContent(this.text.startsWith('---\n') ? 4 : 0);
    if (this.indent === -1) throw NOT_PLAIN;
    const value = this.collection();
    if (this.indent !== -1) throw NOT_PLAIN;
    return value;
  }

  /** To the next line with content. @param from where a line begins */
  private toContent(from: number): void {
    const { text } = this;
    let start = from;
    for (;;) {
      let at = start;
      while (text.charCodeAt(at) === SPACE) at++;
      const code = text.charCodeAt(at);
      if (code === BREAK) start = at + 1;
      else if (code === HASH) start = text.indexOf('\n', at) + 1;
      else {
        this.at = at;
        this.indent = at === text.length ? -1 : at - start;
        return;
      }
    }
  }

  /** A mapping or list that begins at the current place, indented as that is. */
  private collection(): Record<string, unknown> | unknown[] {
    if (--this.depth <= 0) throw NOT_PLAIN;
    const value = this.atDash() ? this.list(this.indent) : this.mapping(this.indent);
    this.depth++;
    return value;
  }

  private atDash(): boolean {
    if (this.text.charCodeAt(this.at) !== DASH) return false;
    const next = this.text.charCodeAt(this.at + 1);
    return next === SPACE || next === BREAK;
  }

  private list(indent: number): unknown[] {
    const list: unknown[] = [];
    while (this.indent === indent && this.atDash()) {
      let at = this.at + 1;
      while (this.text.charCodeAt(at) === SPACE) at++;
      list.push(this.entry(at, indent));
      if (this.indent > indent) throw NOT_PLAIN;
    }
    return list;
  }

  private entry(at: number, indent: number): unknown {
    const code = this.text.charCodeAt(at);
    if (code === BREAK || code === HASH) return this.below(at, indent, false);
    const outer = this.at - this.indent;
    this.at = at;
    this.indent = at - outer;
    if (this.atDash() || this.keyEnd(at) !== -1) return this.collection();
    return this.value(at, indent);
  }

  private mapping(indent: number): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    while (this.indent === indent && !this.atDash()) {
      const end = this.keyEnd(this.at);
      if (end === -1) throw NOT_PLAIN;
      const key = this.key(end);
      if (key === '__proto__' || (!this.lastKeyWins && Object.hasOwn(mapping, key))) throw NOT_PLAIN;
      let at = end + 1;
      while (this.text.charCodeAt(at) === SPACE) at++;
      const code = this.text.charCodeAt(at);
      mapping[key] = code === BREAK || code === HASH ? this.below(at, indent, true) : this.value(at, indent);
      if (this.indent > indent) throw NOT_PLAIN;
    }
    return mapping;
  }

  /** Where the colon behind the key is; -1 where there is no key that can be read here. */
  private keyEnd(at: number): number {
    const { text } = this;
    KEY.lastIndex = at;
    if (KEY.test(text)) return KEY.lastIndex;
    const code = text.charCodeAt(at);
    if (code !== 0x22 && code !== 0x27) return -1;
    const { end } = readQuoted(text, at);
    const next = text.charCodeAt(end + 1);
    return text.charCodeAt(end) === 0x3a && (next === SPACE || next === BREAK) ? end : -1;
  }

  private key(end: number): string {
    const { text, at } = this;
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 0x27) return readQuoted(text, at).value;
    const key = this.resolve(text.slice(at, end));
    if (typeof key !== 'string') throw NOT_PLAIN;
    return key;
  }

  /** What stands on the lines below, or nothing. @param compact whether a list need not be indented */
  private below(at: number, indent: number, compact: boolean): unknown {
    this.toContent(this.text.indexOf('\n', at) + 1);
    const isChild = this.indent > indent || (compact && this.indent === indent && this.atDash());
    return isChild ? this.collection() : null;
  }

  private value(at: number, indent: number): unknown {
    switch (this.text.charCodeAt(at)) {
      case 0x22: case 0x27: return this.ended(readQuoted(this.text, at));
      case 0x5b: case 0x7b: return this.ended(readFlow(this.text, at, this.resolve, this.depth));
      case 0x7c: return this.literal(at, indent);
      default: return this.scalar(at);
    }
  }

  /** Behind it nothing but a comment may stand. */
  private ended({ value, end }: { readonly value: unknown; readonly end: number }): unknown {
    REST.lastIndex = end;
    if (!REST.test(this.text)) throw NOT_PLAIN;
    this.toContent(REST.lastIndex);
    return value;
  }

  private scalar(at: number): unknown {
    const { text } = this;
    if (NO_PLAIN.has(text.charCodeAt(at))) throw NOT_PLAIN;
    const end = text.indexOf('\n', at);
    let content = text.slice(at, end);
    const comment = content.indexOf(' #');
    if (comment !== -1) content = content.slice(0, comment);
    content = withoutSpaces(content);
    if (content.endsWith(':') || content.includes(': ') || content.includes('\t') || content === '-' || content.startsWith('- ')) throw NOT_PLAIN;
    this.toContent(end + 1);
    return this.resolve(content);
  }

  /** `|` and `|-` with the lines below it. */
  private literal(at: number, indent: number): string {
    const { text } = this;
    BLOCK_HEADER.lastIndex = at;
    const header = BLOCK_HEADER.exec(text);
    if (header === null) throw NOT_PLAIN;
    const start = BLOCK_HEADER.lastIndex;
    BLANKS.lastIndex = start;
    BLANKS.test(text);
    const first = BLANKS.lastIndex;
    this.toContent(first);
    const pad = leadingSpaces(text, first);
    const empty = pad.length <= indent;
    const end = empty ? first : this.literalEnd(first, pad);
    const lines = text.slice(start, first) + (empty ? '' : text.slice(first + pad.length, end).replaceAll(`\n${pad}`, '\n'));
    // Lines of nothing but spaces count by how many they are.
    if (/^ |\n +(?:\n|$)/.test(lines)) throw NOT_PLAIN;
    this.toContent(end);
    if (empty) return '';
    return withoutLastBreaks(lines) + (header[1] === '-' ? '' : '\n');
  }

  /** Where the first line begins that is no longer in the block. */
  private literalEnd(first: number, pad: string): number {
    const { text } = this;
    let start = first;
    while (start < text.length && (text.startsWith(pad, start) || text.charCodeAt(start) === BREAK)) start = text.indexOf('\n', start) + 1;
    // A line of fewer spaces belongs to it if there is nothing else.
    BLANKS.lastIndex = start;
    BLANKS.test(text);
    if (BLANKS.lastIndex > start) throw NOT_PLAIN;
    return start;
  }
}

function leadingSpaces(text: string, start: number): string {
  let at = start;
  while (text.charCodeAt(at) === SPACE) at++;
  return text.slice(start, at);
}

function withoutLastBreaks(lines: string): string {
  let end = lines.length;
  while (lines.charCodeAt(end - 1) === BREAK) end--;
  return lines.slice(0, end);
}
