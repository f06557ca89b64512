import type { Path } from '../json.ts';

const PLAIN = /^[A-Za-z_][\w-]*$/;

/** Writes a path as people do: `spec.containers[0].image`, `metadata.annotations["a/b"]`. */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) text += formatStep(step, text === '');
  return text;
}

function formatStep(step: string | number, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`;
  if (!PLAIN.test(step)) return `[${JSON.stringify(step)}]`;
  return first ? step : `.${step}`;
}

const TOKEN = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['([^']*)'\]/y;

/**
 * Reads what {@link formatPath} writes.
 *
 * @returns undefined when the text is no path
 */
export function parsePath(text: string): Path | undefined {
  const path: (string | number)[] = [];
  TOKEN.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    path.push(stepOf(match));
    at = TOKEN.lastIndex;
  }
  return path;
}

function stepOf(match: RegExpExecArray): string | number {
  if (match[2] !== undefined) return Number(match[2]);
  if (match[3] !== undefined) return JSON.parse(`"${match[3]}"`) as string;
  return match[4] ?? match[1] ?? '';
}
