import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { Release } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { KEY_BYTES, sealingKey } from './sealing-key.ts';
import type { SealingKey } from './sealing-key.ts';

/** Keeps one secret for each release, or one for all. */
export interface KeyStore {
  /** For people: where the key lies. */
  place(release: Release): string;
  read(release: Release): Promise<Uint8Array | undefined>;
  /** Keeps a new one; of several processes that do so at once all get the one that was first. */
  create(release: Release, secret: Uint8Array): Promise<Uint8Array>;
  /** The release is gone, and with it all that was sealed. */
  forget(release: Release): Promise<void>;
}

/** The keys with which records are sealed; looked up when there is something to seal or to open. */
export interface KeyRing {
  forWriting(release: Release): Promise<SealingKey>;
  /** @throws STORAGE_KEY_MISSING */
  forReading(release: Release, id: string): Promise<SealingKey>;
  forget(release: Release): Promise<void>;
}

export function createKeyRing(store: KeyStore): KeyRing {
  const known = new Map<string, SealingKey>();

  function remember(release: Release, secret: Uint8Array): SealingKey {
    const key = sealingKey(secret);
    known.set(idOf(release), key);
    return key;
  }

  async function stored(release: Release): Promise<SealingKey | undefined> {
    const secret = known.has(idOf(release)) ? undefined : await store.read(release);
    return secret === undefined ? known.get(idOf(release)) : remember(release, secret);
  }

  return {
    async forWriting(release) {
      return await stored(release) ?? remember(release, await store.create(release, randomBytes(KEY_BYTES)));
    },
    async forReading(release, id) {
      const key = await stored(release);
      if (key?.id !== id) throw errors.KEY_MISSING(`"${release.name}" in namespace "${release.namespace}"`, store.place(release), key !== undefined);
      return key;
    },
    async forget(release) {
      known.delete(idOf(release));
      await store.forget(release);
    },
  };
}

function idOf({ namespace, name }: Release): string {
  return JSON.stringify([namespace, name]);
}

/** A key as text, for places that hold text. */
export function encodeKey(secret: Uint8Array): string {
  return Buffer.from(secret).toString('base64');
}

/** @returns undefined for what is no key */
export function decodeKey(text: string): Uint8Array | undefined {
  const secret = Buffer.from(text.trim(), 'base64');
  return secret.length === KEY_BYTES ? secret : undefined;
}
