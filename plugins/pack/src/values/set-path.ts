import type { Path } from '@sherpack/plugin-api';
import { END } from './set-reader.ts';
import type { SetReader } from './set-reader.ts';

/** Helm's limits (`pkg/strvals/parser.go`). */
export const MAX_INDEX = 65_536;
export const MAX_NAMES = 30;

const INDEX = /^[+-]?[0-9]+$/;

/**
 * Reads `a.b[0].c=` including the equals sign. Stricter than Helm where Helm forgives what can only be a mistake: an
 * empty name, an index without end and a list entry without value are errors.
 *
 * @param comma whether a comma ends a pair, so that a name without value is noticed there
 */
export function readSetPath(reader: SetReader, comma: boolean): Path {
  const path: (string | number)[] = [];
  const stops = comma ? '=[,.' : '=[.';
  let stop = readName(reader, path, stops);
  while (stop !== '=') {
    if (stop === '[') stop = readIndex(reader, path);
    else stop = readName(reader, path, stops);
  }
  return path;
}

function readName(reader: SetReader, path: (string | number)[], stops: string): string {
  const start = reader.position();
  const { text, stop } = reader.until(stops);
  if (stop === END) throw reader.fail(`key "${text}" has no value`, start);
  if (stop === ',') throw reader.fail(`key "${text}" has no value (cannot end with ,)`, start);
  if (text === '') throw reader.fail(path.length === 0 ? 'the key is empty' : `key map "${String(path.at(-1))}" has no value`, start);
  path.push(text);
  if (stop === '.' && path.filter((step) => typeof step === 'string').length > MAX_NAMES) {
    throw reader.fail(`value name nested level is greater than maximum supported nested level of ${MAX_NAMES}`, start);
  }
  return stop;
}

function readIndex(reader: SetReader, path: (string | number)[]): string {
  const start = reader.position();
  const { text, stop } = reader.until(']');
  if (stop === END) throw reader.fail('error parsing index: the closing "]" is missing', start);
  if (!INDEX.test(text)) throw reader.fail(`error parsing index: "${text}" is no whole number`, start);
  const index = Number(text);
  if (index < 0) throw reader.fail(`negative ${index} index not allowed`, start);
  if (index > MAX_INDEX) throw reader.fail(`index of ${text} is greater than maximum supported index of ${MAX_INDEX}`, start);
  path.push(index);
  return readAfterIndex(reader);
}

function readAfterIndex(reader: SetReader): string {
  const start = reader.position();
  const { text, stop } = reader.until('[.=');
  if (text !== '') throw reader.fail(`unexpected data at end of array index: "${text}"`, start);
  if (stop === END) throw reader.fail('the list entry has no value', start);
  return stop;
}
