import { GoYamlError, readGoYaml, type ReadOptions } from './read.ts';

const HEADER = /^( *).*[|>][-+0-9]{0,2}[ \t]*(?:#.*)?$/gm;
/** Of the private use area; texts that hold it are read as if they ended with a line break. */
const MARK = '\uE0F1';

/**
 * {@link readGoYaml} for a text that may end without a line break: to Go the block scalar that stands there has none at
 * its end either. What `toYaml` gives ends so, and `fromYaml` is given it.
 *
 * @throws GoYamlError
 */
export function readOpenEnd(text: string, options: ReadOptions = {}): unknown {
  const value = readGoYaml(text, options);
  if (!mayEndInBlock(text) || text.includes(MARK)) return value;
  try {
    const marked = readGoYaml(text + MARK, options);
    return holdsBlockEnd(marked) ? withoutMark(marked) : value;
  } catch (error) {
    if (error instanceof GoYamlError) return value;
    throw error;
  }
}

/** To find one too many costs a second reading. */
function mayEndInBlock(text: string): boolean {
  if (text.endsWith('\n')) return false;
  const last = text.slice(text.lastIndexOf('\n') + 1);
  const header = [...text.matchAll(HEADER)].at(-1);
  return header !== undefined && last.length - last.trimStart().length > (header[1] ?? '').length;
}

/** Only a block scalar ends with a line break that is not written. */
function isBlockEnd(text: string): boolean {
  return text.endsWith(`${MARK}\n`);
}

function holdsBlockEnd(value: unknown): boolean {
  if (typeof value === 'string') return isBlockEnd(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsBlockEnd);
}

function withoutMark(value: unknown): unknown {
  if (typeof value === 'string') return isBlockEnd(value) ? value.slice(0, -MARK.length - 1) : value;
  if (Array.isArray(value)) return value.map(withoutMark);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutMark(member)]));
}
