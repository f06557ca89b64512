import type { Frame } from '../run/frame.ts';
import { fromBytes, isAscii, toBytes } from '../value/text.ts';

/** goutils' WrapCustom: lines of at most `width` bytes, broken at spaces; words that are longer are cut if `cuts`. */
export function wrap(frame: Frame, text: string, width: number, separator: string, cuts: boolean): string {
  const size = Math.max(1, width);
  const between = separator === '' ? '\n' : separator;
  frame.run.chargeText(text.length + Math.ceil(text.length / size) * between.length);
  if (isAscii(text)) return wrapAscii(text, size, between, cuts);
  // One character per byte, so that offsets are those of Go.
  const bytes = Array.from(toBytes(text), (byte) => String.fromCharCode(byte)).join('');
  const mark = '\ue000';
  return wrapAscii(bytes, size, mark, cuts).split(mark).map((part) => fromBytes(Uint8Array.from(part, (unit) => unit.charCodeAt(0)))).join(between);
}

function wrapAscii(text: string, width: number, separator: string, cuts: boolean): string {
  const lines: string[] = [];
  let offset = 0;
  while (text.length - offset > width) {
    if (text[offset] === ' ') {
      offset++;
      continue;
    }
    const space = text.slice(offset, width + offset + 1).lastIndexOf(' ');
    const end = space >= 0 ? offset + space : longWord(text, offset, width, cuts);
    lines.push(text.slice(offset, end));
    if (end === text.length) return lines.join(separator);
    offset = space >= 0 || !cuts ? end + 1 : end;
  }
  return [...lines, text.slice(offset)].join(separator);
}

function longWord(text: string, offset: number, width: number, cuts: boolean): number {
  if (cuts) return offset + width;
  const space = text.indexOf(' ', offset + width);
  return space === -1 ? text.length : space;
}
