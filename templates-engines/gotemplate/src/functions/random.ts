import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { Int, int, toNumber } from '../value/int.ts';
import { fn, type FunctionGroup, type Signature } from './signature.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
const ASCII = String.fromCharCode(...Array.from({ length: 95 }, (_none, index) => 32 + index));

/** Bytes that a repetition of the rendering draws again. */
export function draw(frame: Frame, count: number): Uint8Array {
  return frame.run.options.answers.randomBytes(count);
}

/** A number below `limit`, each as likely as any other. */
function below(frame: Frame, limit: number): number {
  const ceiling = Math.floor(2 ** 32 / limit) * limit;
  for (;;) {
    const value = new DataView(draw(frame, 4).slice().buffer).getUint32(0);
    if (value < ceiling) return value % limit;
    frame.run.charge(1);
  }
}

function characters(alphabet: string): Signature {
  return fn('int', (frame, count: Int) => {
    const length = Math.max(0, toNumber(count));
    frame.run.chargeText(length);
    frame.run.charge(length);
    let text = '';
    for (let index = 0; index < length; index++) text += alphabet[below(frame, alphabet.length)];
    return text;
  });
}

function uuid(frame: Frame): string {
  const bytes = draw(frame, 16).slice();
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return Buffer.from(bytes).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function randInt(frame: Frame, least: Int, limit: Int): Int {
  const span = toNumber(limit) - toNumber(least);
  if (span <= 0) throw new FunctionError('invalid argument to Intn');
  return int(toNumber(least) + (span < 2 ** 32 ? below(frame, span) : Math.floor(span * (below(frame, 2 ** 31) / 2 ** 31))));
}

function shuffle(frame: Frame, text: string): string {
  const runes = [...text];
  frame.run.charge(runes.length);
  for (let index = runes.length - 1; index > 0; index--) {
    const other = below(frame, index + 1);
    [runes[index], runes[other]] = [runes[other] ?? '', runes[index] ?? ''];
  }
  return runes.join('');
}

function randBytes(frame: Frame, count: Int): string {
  if (count.value < 0n) throw new FunctionError('runtime error: makeslice: len out of range');
  frame.run.chargeText(toNumber(count) * 2);
  return Buffer.from(draw(frame, toNumber(count))).toString('base64');
}

export const random: FunctionGroup = {
  randAlphaNum: characters(LETTERS + DIGITS),
  randAlpha: characters(LETTERS),
  randNumeric: characters(DIGITS),
  randAscii: characters(ASCII),
  randBytes: fn('int', randBytes),
  randInt: fn('int int', randInt),
  shuffle: fn('string', shuffle),
  uuidv4: fn('', uuid),
};
