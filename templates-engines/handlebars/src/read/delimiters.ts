import type { Position } from '../ast.ts';
import { findTags, type Tag } from './tags.ts';

export type Delimiters = readonly [string, string];

export const DEFAULT_DELIMITERS: Delimiters = ['{{', '}}'];

/** A template as Handlebars' parser can read it, with the way back. */
export interface Rewritten {
  readonly text: string;
  /** Gives text of the syntax tree its own characters back. */
  restore(part: string): string;
  /** From a position in {@link text} to that in the template. */
  original(position: Position): Position;
}

interface Shift {
  readonly column: number;
  readonly delta: number;
}

/** Says what is wrong with a pair of delimiters, or undefined. */
export function checkDelimiters(delimiters: unknown): string | undefined {
  if (!Array.isArray(delimiters) || delimiters.length !== 2) return 'delimiters must be a list of two texts';
  const [open, close] = delimiters as unknown[];
  if (typeof open !== 'string' || typeof close !== 'string') return 'delimiters must be a list of two texts';
  if (open === '{{' && close === '}}') return undefined;
  if (open.length < 2 || close.length < 2) return 'delimiters must have two characters or more';
  if (/[\s\w"'\\]/.test(open + close)) return 'delimiters must not hold letters, digits, quotes, backslashes or blanks';
  return open === close ? 'delimiters must differ from one another' : undefined;
}

/**
 * Handlebars' grammar knows `{{` only. Tags get these braces; braces of the text around are exchanged for characters
 * that the template does not use, one for one, so that lines and (but for longer delimiters) columns stay.
 */
export function rewriteDelimiters(text: string, delimiters: Delimiters): Rewritten {
  const [open, close] = delimiters;
  if (open === '{{' && close === '}}') return { text, restore: (part) => part, original: (position) => position };
  const [brace, nothing] = unusedCharacters(text);
  const writer = new Rewriter(text, brace, nothing);
  for (const tag of findTags(text, open, close)) writer.tag(tag, open, close);
  return {
    text: writer.finish(),
    restore: (part) => part.replaceAll(brace, '{').replaceAll(nothing, ''),
    original: (position) => writer.original(position),
  };
}

class Rewriter {
  private readonly text: string;
  private readonly brace: string;
  private readonly nothing: string;
  private readonly shifts = new Map<number, Shift[]>();
  private output = '';
  private from = 0;
  private line = 1;
  private lineStart = 0;
  private delta = 0;

  constructor(text: string, brace: string, nothing: string) {
    this.text = text;
    this.brace = brace;
    this.nothing = nothing;
  }

  tag(tag: Tag, open: string, close: string): void {
    if (tag.escaped) {
      this.content(tag.start - 1);
      this.put(this.nothing);
      this.from = tag.start;
      this.content(tag.end);
      return;
    }
    this.content(tag.start);
    this.put('{{', open.length);
    this.from = tag.start + open.length;
    const inner = tag.complete ? tag.inner : this.text.slice(this.from, tag.end);
    this.put(inner);
    if (tag.complete) this.put('}}', close.length);
    this.from = tag.end;
  }

  finish(): string {
    this.content(this.text.length);
    return this.output;
  }

  original(position: Position): Position {
    const passed = (this.shifts.get(position.line) ?? []).filter((shift) => shift.column <= position.column);
    return { line: position.line, column: position.column + (passed.at(-1)?.delta ?? 0) };
  }

  private content(end: number): void {
    this.put(this.text.slice(this.from, end).replaceAll('{', this.brace));
    this.from = end;
  }

  private put(part: string, originalLength = part.length): void {
    this.output += part;
    const lastBreak = part.lastIndexOf('\n');
    if (lastBreak !== -1) {
      this.line += part.split('\n').length - 1;
      this.lineStart = this.output.length - (part.length - lastBreak - 1);
      this.delta = 0;
    }
    if (originalLength === part.length) return;
    this.delta += originalLength - part.length;
    const shifts = this.shifts.get(this.line) ?? [];
    shifts.push({ column: this.output.length - this.lineStart, delta: this.delta });
    this.shifts.set(this.line, shifts);
  }
}

function unusedCharacters(text: string): [string, string] {
  const found: string[] = [];
  for (let code = 0xe000; found.length < 2; code++) {
    const char = String.fromCharCode(code);
    if (!text.includes(char)) found.push(char);
  }
  return [found[0] as string, found[1] as string];
}
