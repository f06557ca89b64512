import { crc32 } from 'node:zlib';
import { parseJson } from '@sherpack/yaml/json';
import { jsonText } from './json-text.ts';

/** A file of a sandbox, or a snapshot of one, does not hold what was written to it. */
export class DamagedFileError extends Error {
  readonly file: string;
  readonly why: string;

  constructor(file: string, why: string) {
    super(`${file} is damaged: ${why}`);
    this.file = file;
    this.why = why;
  }
}

/** One value on a line of its own, behind its CRC-32 in eight hexadecimal digits. */
export function encodeLine(value: unknown): string {
  return lineOf(jsonText(value));
}

/** The line of a value whose JSON is at hand. */
export function lineOf(text: string): string {
  return `${checksum(text)} ${text}\n`;
}

/** Undefined when the line is not what was written. */
export function decodeLine(line: Buffer): unknown {
  const text = line.toString('utf8', 9);
  if (line.length < 10 || line.toString('latin1', 0, 9) !== `${checksum(text)} `) return undefined;
  return parseJson(text);
}

/** The lines of a file with where each begins; what follows the last line feed is no line. */
export function* linesOf(bytes: Buffer): Iterable<{ readonly start: number; readonly end: number; readonly line: Buffer }> {
  for (let start = 0, end = bytes.indexOf(10); end >= 0; start = end + 1, end = bytes.indexOf(10, start)) {
    yield { start, end: end + 1, line: bytes.subarray(start, end) };
  }
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
