import stringWidth from 'string-width';

const PLAIN = /^[\x20-\x7E]*$/;

/** Columns that the text takes on a terminal. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Cuts to `width` columns, with `…` as the last one where something was lost. Wide characters are never halved. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let result = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += textWidth(segment);
    if (used > width - 1) break;
    result += segment;
  }
  return width <= 0 ? '' : `${result}…`;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
