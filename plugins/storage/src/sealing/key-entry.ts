import { Buffer } from 'node:buffer';
import type { Release, StorageDriver, StoredValue } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { mayHaveArrived } from '../lost-answer.ts';
import { unlessChanged } from '../orphans.ts';
import { decodeKey, encodeKey } from './key-ring.ts';
import type { KeyStore } from './key-ring.ts';

export const KEY_ENTRY = 'key';
const ATTEMPTS = 5;

/** The key of a release as an entry of a driver: a Secret of its own, also when the records lie elsewhere. */
export function keyEntries(driver: () => Promise<StorageDriver>): KeyStore {
  async function read(release: Release): Promise<Uint8Array | undefined> {
    const stored = await (await driver()).get({ release, name: KEY_ENTRY });
    return stored === undefined ? undefined : keyOf(stored);
  }

  return {
    place: ({ namespace, name }) => `the Secret of its key (sherpack.${name}.key in namespace ${namespace})`,
    read,
    async renew(release, secret) {
      const key = { release, name: KEY_ENTRY };
      for (let attempt = 1; ; attempt++) {
        const version = (await (await driver()).get(key))?.version;
        try {
          await (await driver()).put(key, Buffer.from(encodeKey(secret)), {}, { expect: version === undefined ? 'absent' : { version } });
          return secret;
        } catch (error) {
          if (!mayHaveArrived(error) || attempt === ATTEMPTS) throw error;
        }
      }
    },
    async create(release, secret) {
      try {
        await (await driver()).put({ release, name: KEY_ENTRY }, Buffer.from(encodeKey(secret)), {}, { expect: 'absent' });
        return secret;
      } catch (error) {
        if (!mayHaveArrived(error)) throw error;
        return await read(release) ?? secret;
      }
    },
    async forgetter(release) {
      const key = { release, name: KEY_ENTRY };
      const version = (await (await driver()).get(key))?.version;
      return async () => {
        if (version !== undefined) await unlessChanged(async () => (await driver()).delete(key, { version }));
      };
    },
  };
}

function keyOf({ key, data }: StoredValue): Uint8Array {
  const secret = decodeKey(new TextDecoder().decode(data));
  if (secret === undefined) throw errors.RECORD_DAMAGED(`the key of release "${key.release.name}"`, 'it is no key');
  return secret;
}
