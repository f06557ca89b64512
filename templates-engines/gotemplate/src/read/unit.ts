import { excerpt } from '@sherpack/yaml/excerpt';
import type { SourceLocation } from '@sherpack/plugin-api';
import { byteLength } from '../value/text.ts';
import type { Delimiters } from './lexer.ts';

/** A text with templates in it: a file, or what `tpl` was given. */
export class Unit {
  readonly name: string;
  readonly text: string;
  readonly delimiters: Delimiters;
  /** Whether the text was given to `tpl` and stands in no file. */
  readonly isInline: boolean;
  private lineStarts: readonly number[] | undefined;

  constructor(name: string, text: string, delimiters: Delimiters, isInline = false) {
    this.name = name;
    this.text = text;
    this.delimiters = delimiters;
    this.isInline = isInline;
  }

  /** Counts from 1. */
  line(at: number): number {
    this.lineStarts ??= starts(this.text);
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  place(at: number): { readonly line: number; readonly column: number } {
    const line = this.line(at);
    return { line, column: at - (this.lineStarts?.[line - 1] ?? 0) + 1 };
  }

  location(at: number): SourceLocation {
    const { line, column } = this.place(at);
    return { file: this.name, line, column, excerpt: excerpt(this.text, line, column) };
  }

  /** As Go counts: bytes from 0. */
  goPosition(at: number): { readonly line: number; readonly offset: number } {
    const { line, column } = this.place(at);
    return { line, offset: byteLength(this.text.slice(at - column + 1, at)) };
  }
}

function starts(text: string): readonly number[] {
  const found = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found.push(at + 1);
  return found;
}
