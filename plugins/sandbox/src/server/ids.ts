import crypto from 'node:crypto';

/** Makes the uids and name suffixes of new objects. */
export interface Ids {
  uid(): string;
  /** Five characters as `generateName` appends them. */
  suffix(): string;
}

const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

export function randomIds(): Ids {
  return { uid: () => crypto.randomUUID(), suffix: () => suffixFrom(crypto.randomBytes(5)) };
}

/** The same requests get the same ids: what a virtual clock is for. */
export function countedIds(seed: string): Ids {
  let count = 0;
  function next(): Buffer {
    count += 1;
    return crypto.createHash('sha256').update(`${seed}/${count}`).digest();
  }
  return { uid: () => uidFrom(next()), suffix: () => suffixFrom(next()) };
}

function suffixFrom(bytes: Buffer): string {
  return [...bytes.subarray(0, 5)].map((byte) => suffixAlphabet[byte % suffixAlphabet.length]).join('');
}

function uidFrom(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A short stable text for a value, as controllers put it into names (`pod-template-hash`). */
export function shortHash(text: string): string {
  const bytes = crypto.createHash('sha256').update(text).digest();
  return [...bytes.subarray(0, 10)].map((byte) => suffixAlphabet[byte % suffixAlphabet.length]).join('');
}
