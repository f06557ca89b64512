import { GO_DELIMITERS, type Delimiters } from './lexer.ts';

const HEADER = /^[^\n]*?(?:sherpack|helm):[ \t]*delimiters=(\S+?)[ \t]*(?:,[ \t]*|[ \t]+)(\S+)[^\n]*(?:\n|$)/;

/** What may close the comment that holds the header. */
const CLOSING = /^(?:\*\/|-->|#)$/;

/** What the first line of a file says. */
export interface Header {
  readonly delimiters: Delimiters;
  /** Where the template begins: the line itself is none, for it holds the delimiters. */
  readonly end: number;
}

/**
 * The delimiters of one file: a first line like `# sherpack: delimiters=[[ ]]`, or as Helm's proposal has it
 * (`# helm: delimiters=[[,]]`), wins over those of the pack.
 */
export function readHeader(text: string, fallback: Delimiters = GO_DELIMITERS): Header {
  const none: Header = { delimiters: fallback, end: 0 };
  if (!text.slice(0, 300).includes('delimiters=')) return none;
  const [whole = '', left, right] = HEADER.exec(text) ?? [];
  if (left === undefined || right === undefined || CLOSING.test(right) || left === right) return none;
  return { delimiters: { left, right }, end: whole.length };
}
