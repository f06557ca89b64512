import { Buffer } from 'node:buffer';

/** Larger content gains nothing from what is done for small one: a dictionary, identities apart, files and record in one. */
export const SMALL = 128 * 1024;

/** Signs that stand raw in no canonical JSON, which escapes everything below a blank. */
const SIGNS = Object.freeze({ line: '\n', quote: '\u0002', uuid: '\u0003', digest: '\u0004' });
const FOUND = /\\(?:u[0-9a-f]{4}|.)|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{64}/gs;
const IDENTITY = new RegExp(`[${SIGNS.uuid}${SIGNS.digest}]`, 'g');
const [UUID_BYTES, DIGEST_BYTES] = [16, 32];

/** Canonical JSON in another spelling: texts without escapes, identities as bytes behind them. */
export interface Squeezed {
  readonly bytes: Uint8Array;
  /** How many of the last bytes are identities: UUIDs with 16 bytes, SHA-256 digests with 32. */
  readonly tail: number;
}

/**
 * Line ends and quotes inside texts become one sign instead of two, so that a manifest reads like the template it came
 * from; UUIDs and digests leave a sign and go to the end, where nobody tries to compress them. {@link unsqueeze} makes
 * the same JSON again, byte for byte.
 *
 * @param apart false leaves identities where they are, so that nothing stands behind the text
 */
export function squeeze(json: Uint8Array, { apart = true }: { readonly apart?: boolean } = {}): Squeezed {
  const identities: Buffer[] = [];
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString('utf8').replaceAll(FOUND, (found) => {
    if (found.startsWith('\\')) return shortOf(found);
    if (!apart) return found;
    identities.push(Buffer.from(found.replaceAll('-', ''), 'hex'));
    return found.length === DIGEST_BYTES * 2 ? SIGNS.digest : SIGNS.uuid;
  });
  const tail = Buffer.concat(identities);
  return { bytes: Buffer.concat([Buffer.from(text), tail]), tail: tail.length };
}

function shortOf(escape: string): string {
  if (escape === String.raw`\n`) return SIGNS.line;
  return escape === String.raw`\"` ? SIGNS.quote : escape;
}

/** @throws RangeError when there are more identities than signs for them, or fewer */
export function unsqueeze({ bytes, tail }: Squeezed): Uint8Array {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = all.length - tail;
  function take(count: number): string {
    if (at + count > all.length) throw new RangeError('it has too few identities');
    at += count;
    return all.toString('hex', at - count, at);
  }
  const escaped = all.toString('utf8', 0, at).replaceAll(SIGNS.line, String.raw`\n`).replaceAll(SIGNS.quote, String.raw`\"`);
  const text = escaped.replaceAll(IDENTITY, (sign) => (sign === SIGNS.digest ? take(DIGEST_BYTES) : take(UUID_BYTES).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')));
  if (at !== all.length) throw new RangeError('it has too many identities');
  return Buffer.from(text);
}
