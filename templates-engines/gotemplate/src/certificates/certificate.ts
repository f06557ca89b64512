import type { KeyObject } from 'node:crypto';
import { FunctionError } from '../run/failure.ts';
import { nodeCrypto } from '../run/node-modules.ts';
import { bits, boolean, elements, integer, octets, oid, printableOrUtf8, sequence, set, tagged, time, type Element } from './der.ts';
import { addressBytes } from './address.ts';
import { readPem, writePem } from './pem.ts';

export interface CertificateRequest {
  readonly commonName: string;
  readonly addresses: readonly string[];
  readonly names: readonly string[];
  readonly serial: bigint;
  readonly from: Date;
  readonly until: Date;
  readonly isAuthority: boolean;
}

/** Who signs: the name and key identifier of its certificate, and its key. */
export interface Signer {
  readonly name: Uint8Array;
  readonly keyId: Uint8Array | undefined;
  readonly key: KeyObject;
}

const USAGE_SIGN = 0x80;
const USAGE_ENCIPHER = 0x20;
const USAGE_CERTIFY = 0x04;

/** An X.509 certificate (RFC 5280) with the extensions that Go writes, as PEM; without a signer it signs itself. */
export function createCertificate(request: CertificateRequest, key: KeyObject, signer: Signer | undefined): string {
  const subject = nameOf(request.commonName);
  const spki = nodeCrypto().createPublicKey(key).export({ type: 'spki', format: 'der' });
  const { key: signingKey, name: issuer, keyId } = signer ?? { key, name: subject, keyId: undefined };
  const algorithm = signatureAlgorithm(signingKey);
  const body = sequence(
    tagged(0, 'explicit', integer(2n)), integer(request.serial), algorithm.identifier, issuer, sequence(time(request.from), time(request.until)), subject, spki,
    tagged(3, 'explicit', sequence(...extensions(request, spki, Buffer.from(issuer).equals(subject) ? undefined : keyId))),
  );
  const signature = nodeCrypto().sign(algorithm.hash, body, signingKey);
  return writePem('CERTIFICATE', sequence(body, algorithm.identifier, bits(signature)));
}

function nameOf(commonName: string): Uint8Array {
  return commonName === '' ? sequence() : sequence(set(sequence(oid('2.5.4.3'), printableOrUtf8(commonName))));
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return critical ? sequence(oid(id), boolean(true), octets(value)) : sequence(oid(id), octets(value));
}

function extensions({ isAuthority, addresses, names }: CertificateRequest, spki: Uint8Array, issuerKeyId: Uint8Array | undefined): readonly Uint8Array[] {
  const usage = USAGE_SIGN | USAGE_ENCIPHER | (isAuthority ? USAGE_CERTIFY : 0);
  const alternatives = [...names.map((name) => tagged(2, 'implicit', new TextEncoder().encode(name))), ...addresses.map((address) => tagged(7, 'implicit', addressOf(address)))];
  return [
    extension('2.5.29.15', true, bits(Uint8Array.of(usage), isAuthority ? 2 : 5)),
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'))),
    extension('2.5.29.19', true, isAuthority ? sequence(boolean(true)) : sequence()),
    ...(isAuthority ? [extension('2.5.29.14', false, octets(keyIdOf(spki)))] : []),
    ...(issuerKeyId === undefined ? [] : [extension('2.5.29.35', false, sequence(tagged(0, 'implicit', issuerKeyId)))]),
    ...(alternatives.length === 0 ? [] : [extension('2.5.29.17', false, sequence(...alternatives))]),
  ];
}

function addressOf(address: string): Uint8Array {
  const bytes = addressBytes(address);
  if (bytes === undefined) throw new FunctionError(`error parsing ip: ${address}`);
  return bytes;
}

/** SHA-1 over the bits of the public key, as RFC 5280 has it. */
function keyIdOf(spki: Uint8Array): Uint8Array {
  const [whole] = elements(spki);
  const [, key] = elements(whole?.content ?? new Uint8Array());
  return nodeCrypto().createHash('sha1').update((key?.content ?? new Uint8Array()).subarray(1)).digest();
}

function signatureAlgorithm(key: KeyObject): { readonly hash: string | null; readonly identifier: Uint8Array } {
  switch (key.asymmetricKeyType) {
    case 'rsa': return { hash: 'sha256', identifier: sequence(oid('1.2.840.113549.1.1.11'), Uint8Array.of(5, 0)) };
    case 'ec': return ellipticAlgorithm(key.asymmetricKeyDetails?.namedCurve);
    case 'ed25519': return { hash: null, identifier: sequence(oid('1.3.101.112')) };
    default: throw new FunctionError('error creating certificate: x509: only RSA, ECDSA and Ed25519 keys supported');
  }
}

function ellipticAlgorithm(curve: string | undefined): { readonly hash: string; readonly identifier: Uint8Array } {
  if (curve === 'secp384r1') return { hash: 'sha384', identifier: sequence(oid('1.2.840.10045.4.3.3')) };
  if (curve === 'secp521r1') return { hash: 'sha512', identifier: sequence(oid('1.2.840.10045.4.3.4')) };
  return { hash: 'sha256', identifier: sequence(oid('1.2.840.10045.4.3.2')) };
}

/** @throws FunctionError in Sprig's words */
export function signerOf(certificate: string, key: KeyObject): Signer {
  const block = readPem(certificate);
  if (block === undefined) throw new FunctionError('unable to decode certificate');
  checkCertificate(block.bytes, 'decodedSignerCert');
  const [whole] = elements(block.bytes);
  const [body] = elements(whole?.content ?? new Uint8Array());
  const parts = elements(body?.content ?? new Uint8Array());
  // Behind the optional version: serial, algorithm, issuer, validity, subject.
  const subject = parts[(parts[0]?.tag === 0xa0 ? 1 : 0) + 4];
  if (subject === undefined) throw new FunctionError('error parsing certificate: decodedSignerCert.Bytes: x509: malformed certificate');
  return { name: subject.whole, keyId: keyIdIn(parts), key };
}

export function checkCertificate(bytes: Uint8Array, called: string): void {
  try {
    const { raw } = new (nodeCrypto().X509Certificate)(bytes);
    if (raw.length === 0) throw new Error('x509: malformed certificate');
  } catch (error) {
    throw new FunctionError(`error parsing certificate: ${called}.Bytes: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function keyIdIn(parts: readonly Element[]): Uint8Array | undefined {
  const list = elements(parts.find(({ tag }) => tag === 0xa3)?.content ?? new Uint8Array())[0];
  const wanted = oid('2.5.29.14');
  for (const { content } of elements(list?.content ?? new Uint8Array())) {
    const [id, ...values] = elements(content);
    if (id !== undefined && Buffer.from(id.whole).equals(wanted)) return elements(values.at(-1)?.content ?? new Uint8Array())[0]?.content;
  }
  return undefined;
}
