import { excerpt } from './excerpt.ts';

export interface JsonErrorInput {
  reason: string;
  text: string;
  file?: string | undefined;
  /** 0-based. */
  offset: number;
}

/** The JSON twin of YamlError; the same care is needed with `excerpt`. */
export class JsonError extends Error {
  readonly reason: string;
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly excerpt: string;

  constructor(input: JsonErrorInput) {
    const before = input.text.slice(0, input.offset).split(/\r\n|\r|\n/);
    const line = before.length;
    const column = (before.at(-1) ?? '').length + 1;
    super(`${input.file ?? 'JSON'}:${line}:${column}: ${input.reason}`);
    this.name = 'JsonError';
    this.reason = input.reason;
    if (input.file !== undefined) this.file = input.file;
    this.line = line;
    this.column = column;
    this.excerpt = excerpt(input.text, line, column);
  }
}
