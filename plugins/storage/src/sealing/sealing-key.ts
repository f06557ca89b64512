import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync } from 'node:crypto';

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1';

/** Encrypts texts for one release. */
export interface SealingKey {
  /** Tells keys apart; says nothing about the key. */
  readonly id: string;
  seal(text: string): string;
  /** @throws an error when the text was changed or sealed with another key */
  unseal(sealed: string): string;
}

/**
 * AES-256-GCM. The nonce is a keyed digest of the text, so that the same text is sealed the same way: what does not
 * change between revisions is stored once. That shows which texts are equal, and nothing else.
 */
export function sealingKey(secret: Uint8Array): SealingKey {
  const [cipherKey, nonceKey] = [derive(secret, 'cipher'), derive(secret, 'nonce')];
  const id = createHash('sha256').update(derive(secret, 'id')).digest('hex').slice(0, 12);

  function seal(text: string): string {
    const nonce = createHmac('sha256', nonceKey).update(text).digest().subarray(0, NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', cipherKey, nonce);
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}.${id}.${sealed.toString('base64')}`;
  }

  function unseal(token: string): string {
    const sealed = Buffer.from(token.split('.')[2] ?? '', 'base64');
    const decipher = createDecipheriv('aes-256-gcm', cipherKey, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    return text.toString('utf8');
  }

  return { id, seal, unseal };
}

/** The id of the key that a sealed text needs. */
export function keyIdOf(sealed: string): string {
  return sealed.split('.')[1] ?? '';
}

function derive(secret: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `sherpack storage ${purpose}`, KEY_BYTES));
}
