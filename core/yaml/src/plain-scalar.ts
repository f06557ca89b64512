/** What an unquoted scalar stands for. @throws NOT_PLAIN to have the whole text read by the other reader */
export type ResolveScalar = (text: string) => unknown;

/**
 * The text has something that the quick reader does not know, or is wrong. One for all: it is thrown where a file of a
 * megabyte may be given up at its end, and never shown.
 */
export const NOT_PLAIN = new Error('not plain');

/** Without the spaces at its end; other white space is text. */
export function withoutSpaces(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x20) end--;
  return end === text.length ? text : text.slice(0, end);
}
