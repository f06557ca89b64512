import type { KeyObject } from 'node:crypto';
import { FunctionError } from '../run/failure.ts';
import { nodeCrypto } from '../run/node-modules.ts';
import { elements, integer, sequence, toInteger } from './der.ts';
import { readPem, writePem } from './pem.ts';

export type KeyType = 'rsa2048' | 'rsa4096' | 'dsa' | 'ecdsa' | 'ed25519';

const KEPT = 64;
const kept = new Map<string, KeyObject>();

/**
 * A new private key. The same seed gives the same key, as long as the process lives: rendering again, which a lookup may
 * make necessary, must not change what was rendered before.
 */
export function generateKey(type: KeyType, seed: Uint8Array): KeyObject {
  const name = `${type} ${Buffer.from(seed).toString('hex')}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const key = newKey(type);
  const [oldest] = kept.keys();
  if (kept.size >= KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(name, key);
  return key;
}

function newKey(type: KeyType): KeyObject {
  const { generateKeyPairSync } = nodeCrypto();
  switch (type) {
    case 'rsa2048': return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    case 'rsa4096': return generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey;
    case 'dsa': return generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).privateKey;
    case 'ecdsa': return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    case 'ed25519': return generateKeyPairSync('ed25519').privateKey;
  }
}

/** In the form that Sprig gives to each type of key. */
export function keyPem(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'rsa': return String(key.export({ type: 'pkcs1', format: 'pem' }));
    case 'ec': return String(key.export({ type: 'sec1', format: 'pem' }));
    case 'dsa': return writePem('DSA PRIVATE KEY', dsaBytes(key));
    default: return String(key.export({ type: 'pkcs8', format: 'pem' }));
  }
}

/** Version, parameters, public and private number, as OpenSSL's old format has them. */
function dsaBytes(key: KeyObject): Uint8Array {
  const [whole] = elements(key.export({ type: 'pkcs8', format: 'der' }));
  const [, algorithm, secret] = elements(whole?.content ?? new Uint8Array());
  const [, parameters] = elements(algorithm?.content ?? new Uint8Array());
  const [p = 0n, q = 0n, g = 0n] = elements(parameters?.content ?? new Uint8Array()).map(toInteger);
  const [x = 0n] = elements(secret?.content ?? new Uint8Array()).map(toInteger);
  return sequence(...[0n, p, q, g, power(g, x, p), x].map(integer));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = result * square % modulus;
    square = square * square % modulus;
  }
  return result;
}

/** @throws FunctionError in Sprig's words */
export function readKey(pem: string): KeyObject {
  const block = readPem(pem);
  if (block === undefined) throw new FunctionError('no PEM data in input');
  if (!block.label.endsWith('PRIVATE KEY')) throw new FunctionError(`no private key data in PEM block of type ${block.label}`);
  try {
    return nodeCrypto().createPrivateKey(pem);
  } catch (error) {
    throw new FunctionError(`parsing private key from PEM: ${error instanceof Error ? error.message : String(error)}`);
  }
}
