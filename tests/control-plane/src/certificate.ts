import 'reflect-metadata'; // The container that @peculiar/x509 uses needs it, and it must come first.
import { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, Name, PemConverter,
  SubjectAlternativeNameExtension, X509Certificate, X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its private key (PKCS #8), both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

export interface Subject {
  /** The common name: for Kubernetes the user. */
  readonly name: string;
  /** The organisations: for Kubernetes the groups. */
  readonly groups?: readonly string[];
  /** DNS names and IP addresses; they make it a certificate for a server too. */
  readonly hosts?: readonly string[];
}

type CryptoKey = webcrypto.CryptoKey;

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 86_400_000;

/** A new certificate authority. */
export async function createAuthority(): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: ['sherpack-test-ca'] }],
    keys,
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: [new BasicConstraintsExtension(true, undefined, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign | KeyUsageFlags.digitalSignature, true)],
  });
  return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

/** A certificate for the subject, signed by the authority. */
export async function issueCertificate(authority: KeyPair, subject: Subject): Promise<KeyPair> {
  const keys = await generateKeys();
  const hosts = subject.hosts ?? [];
  const usages = hosts.length > 0 ? [ExtendedKeyUsage.clientAuth, ExtendedKeyUsage.serverAuth] : [ExtendedKeyUsage.clientAuth];
  const alternatives = hosts.map((value) => ({ type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const), value }));
  const certificate = await X509CertificateGenerator.create({
    subject: distinguishedName(subject),
    issuer: new X509Certificate(authority.certificate).subject,
    publicKey: keys.publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: [
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension(usages),
      ...(alternatives.length > 0 ? [new SubjectAlternativeNameExtension(alternatives)] : []),
    ],
  });
  return { certificate: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

/** The values are objects because in plain strings the library takes quotes and a leading # for syntax. */
function distinguishedName({ name, groups = [] }: Subject): Name {
  return new Name([{ CN: [{ utf8String: name }] }, ...groups.map((group) => ({ O: [{ utf8String: group }] }))]);
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
}

async function exportKey(key: CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function importKey(pem: string): Promise<CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), algorithm, true, ['sign']);
}

/** Begins in the past, so that a clock that is set back in between does no harm. */
function validity(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 365 * day) };
}
