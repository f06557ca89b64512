import type { ContentStatement } from '../ast.ts';
import type { Unit } from '../read/read.ts';

/** Line of the template where the text begins that whitespace control has left. */
export function lineOfContent(node: ContentStatement, unit: Unit): number {
  const { original, value } = node;
  const skipped = original.slice(0, original.length - value.length - strippedAtEnd(original, value));
  return unit.place(node.loc.start).line + (skipped.split('\n').length - 1);
}

/**
 * Whitespace control takes blanks from the end of a text, and line feeds only together with all other white space:
 * so a value that ends with white space has lost blanks alone.
 */
function strippedAtEnd(original: string, value: string): number {
  const blanksOnly = /\s$/.test(value);
  return trailing(original, blanksOnly) - trailing(value, blanksOnly);
}

// A pattern anchored at the end would be quadratic on long runs of white space.
function trailing(text: string, blanksOnly: boolean): number {
  if (!blanksOnly) return text.length - text.trimEnd().length;
  let end = text.length;
  while (text[end - 1] === ' ' || text[end - 1] === '\t') end -= 1;
  return text.length - end;
}
