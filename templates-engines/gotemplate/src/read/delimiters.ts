import { GO_DELIMITERS, type Delimiters } from './lexer.ts';

const HEADER = /^[^\n]*?(?:sherpack|helm):[ \t]*delimiters=(\S+?)[ \t]*(?:,[ \t]*|[ \t]+)(\S+)[^\n]*(?:\n|$)/;

/** What may close the comment that holds the header. */
const CLOSING = /^(?:\*\/|-->|#)$/;

/**
 * The delimiters of one file: a first line like `# sherpack: delimiters=[[ ]]`, or as Helm's proposal has it
 * (`# helm: delimiters=[[,]]`), wins over those of the pack.
 */
export function delimitersOf(text: string, fallback: Delimiters = GO_DELIMITERS): Delimiters {
  if (!text.slice(0, 300).includes('delimiters=')) return fallback;
  const [, left, right] = HEADER.exec(text) ?? [];
  if (left === undefined || right === undefined || CLOSING.test(right) || left === right) return fallback;
  return { left, right };
}
