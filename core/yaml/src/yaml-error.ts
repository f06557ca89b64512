import { excerpt } from './excerpt.ts';

export type YamlErrorKind = 'syntax' | 'duplicate-key' | 'alias-bomb' | 'depth' | 'size' | 'multiple-documents' | 'tag';

export interface YamlErrorInput {
  kind: YamlErrorKind;
  /** What is wrong, without position and without values of the document. */
  reason: string;
  /** The whole file, so that the excerpt shows absolute line numbers. */
  text: string;
  file?: string | undefined;
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
}

/**
 * What the reader refuses. `message` is `file:line:column: reason`; `excerpt` shows lines of the document and may
 * therefore hold secrets: print it only where the document itself could be printed.
 */
export class YamlError extends Error {
  readonly kind: YamlErrorKind;
  readonly reason: string;
  readonly file?: string;
  readonly line: number;
  readonly column: number;
  readonly excerpt: string;

  constructor(input: YamlErrorInput) {
    super(`${input.file ?? 'YAML'}:${input.line}:${input.column}: ${input.reason}`);
    this.name = 'YamlError';
    this.kind = input.kind;
    this.reason = input.reason;
    if (input.file !== undefined) this.file = input.file;
    this.line = input.line;
    this.column = input.column;
    this.excerpt = excerpt(input.text, input.line, input.column);
  }
}
