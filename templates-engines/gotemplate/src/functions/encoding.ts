import { nodeCrypto } from '../run/node-modules.ts';
import { fromBytes, toBytes } from '../value/text.ts';
import { fn, type FunctionGroup, type Signature } from './signature.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base64Decoded(text: string): string {
  const clean = text.replaceAll(/[\r\n]/g, '');
  const wrong = base64Mistake(clean);
  if (wrong !== undefined) return `illegal base64 data at input byte ${originalOffset(text, wrong)}`;
  return fromBytes(Buffer.from(clean, 'base64'));
}

/** Where Go's decoder stops; undefined: the text is sound. */
function base64Mistake(text: string): number | undefined {
  const bad = /[^A-Za-z0-9+/]/.exec(text)?.index ?? text.length;
  const tail = bad % 4;
  if (bad === text.length) return tail === 0 ? undefined : text.length - (text.length % 4 === 0 ? 0 : text.length % 4);
  if (text[bad] !== '=') return bad;
  if (tail < 2) return bad;
  const wanted = 4 - tail;
  const padding = /^=*/.exec(text.slice(bad))?.[0].length ?? 0;
  if (padding < wanted) return bad + padding >= text.length ? text.length : bad + padding;
  return text.length > bad + wanted ? bad + wanted : undefined;
}

function originalOffset(text: string, clean: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\r' || text[at] === '\n') continue;
    if (seen === clean) return at;
    seen++;
  }
  return text.length;
}

function base32Encoded(text: string): string {
  let bits = '';
  for (const byte of toBytes(text)) bits += byte.toString(2).padStart(8, '0');
  const digits = bits.match(/.{1,5}/g) ?? [];
  const body = digits.map((each) => BASE32[Number.parseInt(each.padEnd(5, '0'), 2)]).join('');
  return body.padEnd(Math.ceil(body.length / 8) * 8, '=');
}

function base32Decoded(text: string): string {
  const clean = text.replaceAll(/[\r\n]/g, '');
  const body = clean.replace(/=+$/, '');
  const bad = [...body].findIndex((character) => !BASE32.includes(character));
  if (bad !== -1 || clean.length % 8 !== 0 || [1, 3, 6].includes(body.length % 8)) return `illegal base32 data at input byte ${bad === -1 ? body.length : bad}`;
  const bits = Array.from(body, (character) => BASE32.indexOf(character).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return fromBytes(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)));
}

function hash(algorithm: string): Signature {
  return fn('string', (frame, text: string) => {
    frame.run.charge(text.length >>> 7);
    return nodeCrypto().createHash(algorithm).update(toBytes(text)).digest('hex');
  });
}

function adler32(text: string): string {
  let a = 1;
  let b = 0;
  for (const byte of toBytes(text)) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return String(b * 65_536 + a);
}

export const encoding: FunctionGroup = {
  b64enc: fn('string', (_frame, text: string) => Buffer.from(toBytes(text)).toString('base64')),
  b64dec: fn('string', (_frame, text: string) => base64Decoded(text)),
  b32enc: fn('string', (_frame, text: string) => base32Encoded(text)),
  b32dec: fn('string', (_frame, text: string) => base32Decoded(text)),
  sha1sum: hash('sha1'),
  sha256sum: hash('sha256'),
  sha512sum: hash('sha512'),
  adler32sum: fn('string', (_frame, text: string) => adler32(text)),
};
