import type { KeyObject } from 'node:crypto';
import { plainText } from '../format/print.ts';
import { addressBytes } from '../certificates/address.ts';
import { checkCertificate, createCertificate, signerOf, type Signer } from '../certificates/certificate.ts';
import { generateKey, keyPem, readKey, type KeyType } from '../certificates/keys.ts';
import { readPem } from '../certificates/pem.ts';
import { Certificate } from '../objects/certificate.ts';
import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { toNumber, type Int } from '../value/int.ts';
import { draw } from './random.ts';
import { fn, type FunctionGroup } from './signature.ts';

/** What making a key counts for, so that a rendering full of it ends; some charts make thirty, for checksums of what holds them. */
const KEY_STEPS: Readonly<Record<KeyType, number>> = { rsa2048: 100_000, rsa4096: 1_500_000, dsa: 1_500_000, ecdsa: 10_000, ed25519: 10_000 };
const DAY = 86_400_000;

type List = readonly unknown[] | null;

function newKey(frame: Frame, type: KeyType): KeyObject {
  frame.run.charge(KEY_STEPS[type]);
  return generateKey(type, draw(frame, 32));
}

function givenKey(pem: string): KeyObject {
  try {
    return readKey(pem);
  } catch (error) {
    throw error instanceof FunctionError ? new FunctionError(`parsing private key: ${error.message}`) : error;
  }
}

function genPrivateKey(frame: Frame, type: string): string {
  const types: Readonly<Record<string, KeyType>> = { '': 'rsa4096', rsa: 'rsa4096', dsa: 'dsa', ecdsa: 'ecdsa', ed25519: 'ed25519' };
  const known = types[type];
  return known === undefined ? `Unknown type ${type}` : keyPem(newKey(frame, known));
}

interface Wanted {
  readonly name: string;
  readonly days: Int;
  readonly addresses?: List;
  readonly names?: List;
  readonly isAuthority?: boolean;
}

function make(frame: Frame, { name, days, addresses = null, names = null, isAuthority = false }: Wanted, key: KeyObject, signer?: Signer): Certificate {
  frame.run.charge(10_000);
  const from = new Date(frame.run.options.answers.now());
  const serial = BigInt(`0x${Buffer.from(draw(frame, 16)).toString('hex')}`);
  const until = new Date(from.getTime() + DAY * toNumber(days));
  const request = { commonName: name, addresses: (addresses ?? []).map(address), names: (names ?? []).map(alternative), serial, from, until, isAuthority };
  return new Certificate(createCertificate(request, key, signer), keyPem(key));
}

function address(value: unknown): string {
  if (typeof value !== 'string') throw new FunctionError(`error parsing ip: ${plainText(value)} is not a string`);
  if (addressBytes(value) === undefined) throw new FunctionError(`error parsing ip: ${value}`);
  return value;
}

function alternative(value: unknown): string {
  if (typeof value !== 'string') throw new FunctionError(`error processing alternate dns name: ${plainText(value)} is not a string`);
  return value;
}

function signer(authority: Certificate): Signer {
  if (readPem(authority.certificate) === undefined) throw new FunctionError('unable to decode certificate');
  try {
    return signerOf(authority.certificate, readKey(authority.key));
  } catch (error) {
    throw error instanceof FunctionError && !error.message.startsWith('error') ? new FunctionError(`error parsing private key: ${error.message}`) : error;
  }
}

function buildCustomCert(_frame: Frame, certificate: string, key: string): Certificate {
  const [certificatePem, keyText] = [certificate, key].map((text) => Buffer.from(text, 'base64').toString()) as [string, string];
  const block = readPem(certificatePem);
  if (block === undefined) throw new FunctionError('unable to decode certificate');
  checkCertificate(block.bytes, 'decodedCert');
  try {
    readKey(keyText);
  } catch (error) {
    throw error instanceof FunctionError ? new FunctionError(`error parsing private key: ${error.message}`) : error;
  }
  return new Certificate(certificatePem, keyText);
}

export const certificates: FunctionGroup = {
  genPrivateKey: fn('string', genPrivateKey),
  buildCustomCert: fn('string string', buildCustomCert),
  genCA: fn('string int', (frame, name: string, days: Int) => make(frame, { name, days, isAuthority: true }, newKey(frame, 'rsa2048'))),
  genCAWithKey: fn('string int string', (frame, name: string, days: Int, key: string) => make(frame, { name, days, isAuthority: true }, givenKey(key))),
  genSelfSignedCert: fn('string list list int', (frame, name: string, addresses: List, names: List, days: Int) =>
    make(frame, { name, days, addresses, names }, newKey(frame, 'rsa2048'))),
  genSelfSignedCertWithKey: fn('string list list int string', (frame, name: string, addresses: List, names: List, days: Int, key: string) =>
    make(frame, { name, days, addresses, names }, givenKey(key))),
  genSignedCert: fn('string list list int certificate', (frame, name: string, addresses: List, names: List, days: Int, authority: Certificate) =>
    make(frame, { name, days, addresses, names }, newKey(frame, 'rsa2048'), signer(authority))),
  genSignedCertWithKey: fn('string list list int certificate string', (frame, name: string, addresses: List, names: List, days: Int, authority: Certificate, key: string) =>
    make(frame, { name, days, addresses, names }, givenKey(key), signer(authority))),
};
