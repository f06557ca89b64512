import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { bcrypt as bcryptModule, nodeCrypto } from '../run/node-modules.ts';
import { fromBytes, toBytes } from '../value/text.ts';
import { toNumber, type Int } from '../value/int.ts';
import { draw } from './random.ts';
import { fn, type FunctionGroup } from './signature.ts';

/** What slow work counts for, so that a rendering full of it ends. */
const HASH_STEPS = 500_000;
const COST = 10;

function bcrypt(frame: Frame, password: string): string {
  if (toBytes(password).length > 72) return 'failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes';
  frame.run.charge(HASH_STEPS);
  const { encodeBase64, hashSync } = bcryptModule();
  const salt = `$2a$${COST}$${encodeBase64([...draw(frame, 16)], 16)}`;
  return hashSync(password, salt).replace(/^\$2[by]\$/, '$2a$');
}

function htpasswd(frame: Frame, name: string, password: string): string {
  return name.includes(':') ? `invalid username: ${name}` : `${name}:${bcrypt(frame, password)}`;
}

const SEED = 'com.lyndir.masterpassword';
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  maximum: ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno'],
  long: [
    'CvcvnoCvcvCvcv', 'CvcvCvcvnoCvcv', 'CvcvCvcvCvcvno', 'CvccnoCvcvCvcv', 'CvccCvcvnoCvcv', 'CvccCvcvCvcvno', 'CvcvnoCvccCvcv', 'CvcvCvccnoCvcv', 'CvcvCvccCvcvno', 'CvcvnoCvcvCvcc',
    'CvcvCvcvnoCvcc', 'CvcvCvcvCvccno', 'CvccnoCvccCvcv', 'CvccCvccnoCvcv', 'CvccCvccCvcvno', 'CvcvnoCvccCvcc', 'CvcvCvccnoCvcc', 'CvcvCvccCvccno', 'CvccnoCvcvCvcc', 'CvccCvcvnoCvcc', 'CvccCvcvCvccno',
  ],
  medium: ['CvcnoCvc', 'CvcCvcno'],
  short: ['Cvcn'],
  basic: ['aaanaaan', 'aannaaan', 'aaannaaa'],
  pin: ['nnnn'],
};
const CONSONANTS = 'BCDFGHJKLMNPQRSTVWXYZ';
const ALPHABETS: Readonly<Record<string, string>> = {
  V: 'AEIOU', C: CONSONANTS, v: 'aeiou', c: CONSONANTS.toLowerCase(), A: `AEIOU${CONSONANTS}`, a: `AEIOUaeiou${CONSONANTS}${CONSONANTS.toLowerCase()}`, n: '0123456789',
  o: '@&%?,=[]_:-+*$#!\'^~;()/.', x: `AEIOUaeiou${CONSONANTS}${CONSONANTS.toLowerCase()}0123456789!@#$%^&*()`,
};

function word(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** The algorithm of Master Password: the same inputs give the same password. */
function derivePassword(frame: Frame, counter: Int, type: string, password: string, user: string, site: string): string {
  const templates = TEMPLATES[type];
  if (templates === undefined) return `cannot find password template ${type}`;
  frame.run.charge(HASH_STEPS);
  const crypto = nodeCrypto();
  const salt = Buffer.concat([toBytes(SEED), word(toBytes(user).length), toBytes(user)]);
  const key = crypto.scryptSync(toBytes(password), salt, 64, { N: 32_768, r: 8, p: 2, maxmem: 128 << 20 });
  const seed = crypto.createHmac('sha256', key).update(Buffer.concat([toBytes(SEED), word(toBytes(site).length), toBytes(site), word(toNumber(counter))])).digest();
  const template = templates[(seed[0] ?? 0) % templates.length] ?? '';
  return Array.from(template, (kind, index) => {
    const alphabet = ALPHABETS[kind] ?? '';
    return alphabet[(seed[index + 1] ?? 0) % alphabet.length];
  }).join('');
}

/** The password, filled up with zeros or cut to the length of a key. */
function keyOf(password: string): Uint8Array {
  const key = new Uint8Array(32);
  key.set(toBytes(password).subarray(0, 32));
  return key;
}

function encryptAes(frame: Frame, password: string, text: string): string {
  if (text === '') return '';
  frame.run.charge(text.length >>> 4);
  const iv = draw(frame, 16);
  const cipher = nodeCrypto().createCipheriv('aes-256-cbc', keyOf(password), iv);
  return Buffer.concat([iv, cipher.update(toBytes(text)), cipher.final()]).toString('base64');
}

function decryptAes(frame: Frame, password: string, encrypted: string): string {
  if (encrypted === '') return '';
  frame.run.charge(encrypted.length >>> 4);
  const bytes = Buffer.from(encrypted, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== encrypted.replaceAll(/[\r\n]/g, '').replace(/=+$/, '')) throw new FunctionError('illegal base64 data');
  if (bytes.length < 32 || bytes.length % 16 !== 0) throw new FunctionError('crypto/cipher: input not full blocks');
  const decipher = nodeCrypto().createDecipheriv('aes-256-cbc', keyOf(password), bytes.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]);
  const end = plain.length - (plain.at(-1) ?? 0);
  if (end < 0) throw new FunctionError(`runtime error: slice bounds out of range [:${end}]`);
  return fromBytes(plain.subarray(0, end));
}

export const passwords: FunctionGroup = {
  bcrypt: fn('string', bcrypt),
  htpasswd: fn('string string', htpasswd),
  derivePassword: fn('uint32 string string string string', derivePassword),
  encryptAES: fn('string string', encryptAes),
  decryptAES: fn('string string', decryptAes),
};
