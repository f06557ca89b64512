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
  /**
   * Keeps a new one for a release that begins: a process that is just purging the one before may be about to delete what
   * is there.
   */
  renew(release: Release, secret: Uint8Array): Promise<Uint8Array>;
  /** @returns what deletes the key that is there now: to be called when the release is gone, and with it all that was sealed */
  forgetter(release: Release): Promise<() => Promise<void>>;
}

/** The keys with which records are sealed; looked up when there is something to seal or to open. */
export interface KeyRing {
  /** @param isNew nothing of the release is committed yet */
  forWriting(release: Release, options?: { readonly isNew: boolean }): Promise<SealingKey>;
  /** @throws STORAGE_KEY_MISSING */
  forReading(release: Release, id: string): Promise<SealingKey>;
  /** As {@link KeyStore.forgetter}. */
  forgetter(release: Release): Promise<() => Promise<void>>;
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
    async forWriting(release, { isNew } = { isNew: false }) {
      if (isNew && !known.has(idOf(release))) return remember(release, await store.renew(release, randomBytes(KEY_BYTES)));
      return await stored(release) ?? remember(release, await store.create(release, randomBytes(KEY_BYTES)));
    },
    async forReading(release, id) {
      const key = await stored(release);
      if (key?.id !== id) throw errors.KEY_MISSING(`"${release.name}" in namespace "${release.namespace}"`, store.place(release), key !== undefined);
      return key;
    },
    async forgetter(release) {
      const forget = await store.forgetter(release);
      return async () => {
        known.delete(idOf(release));
        await forget();
      };
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
