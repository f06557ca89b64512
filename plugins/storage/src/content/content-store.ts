import { Buffer } from 'node:buffer';
import type { Clock, PutCondition, Release, StorageDriver, StorageKey } from '@sherpack/plugin-api';
import { blobName } from '../entry-names.ts';
import { errors } from '../errors.ts';
import { mayHaveArrived } from '../lost-answer.ts';
import { unpackSegment } from '../record/encoding.ts';
import type { Encoding } from '../record/encoding.ts';
import { inParallel } from '../in-parallel.ts';
import { digestOf, segmentId } from './segment.ts';
import type { Chunk, Segment } from './segment.ts';

const MAX_CACHED_BYTES = 64 * 1024 * 1024;
const REQUESTS_AT_ONCE = 4;
const ATTEMPTS = 5;

/** The shared content of releases, above any driver. Keeps what it has read. */
export interface ContentStore {
  /**
   * @param what names the record that needs it
   * @throws STORAGE_CHUNK_MISSING, STORAGE_CHUNK_DAMAGED, STORAGE_RECORD_DAMAGED
   */
  read(release: Release, segment: Segment, what: string): Promise<Uint8Array>;
  /** Writes chunks, also those that are there already. */
  write(release: Release, chunks: readonly Chunk[]): Promise<void>;
  /** What was just written need not be read. */
  remember(segment: Segment, content: Uint8Array): void;
}

export interface ContentStoreOptions {
  readonly driver: StorageDriver;
  readonly clock: Clock;
  readonly encoding: Pick<Encoding, 'compression'>;
}

export function createContentStore(options: ContentStoreOptions): ContentStore {
  const cache = new Map<string, Uint8Array>();

  function remember(segment: Segment, content: Uint8Array): void {
    cache.set(segmentId(segment), content);
    let total = [...cache.values()].reduce((sum, { length }) => sum + length, 0);
    for (const [id, { length }] of cache) {
      if (total <= MAX_CACHED_BYTES) break;
      cache.delete(id);
      total -= length;
    }
  }

  return {
    remember,
    async read(release, segment, what) {
      const cached = cache.get(segmentId(segment));
      if (cached !== undefined) return cached;
      const content = await readSegment(release, segment, what, options);
      remember(segment, content);
      return content;
    },
    async write(release, chunks) {
      await inParallel(chunks, REQUESTS_AT_ONCE, (chunk) => writeChunk({ release, name: blobName(chunk.digest) }, chunk, options));
    },
  };
}

/** By name, never by list: a list would make the server read all that the release has. */
async function readSegment(release: Release, segment: Segment, what: string, { driver, encoding }: ContentStoreOptions): Promise<Uint8Array> {
  const { chunks } = segment;
  const parts = await inParallel(chunks, REQUESTS_AT_ONCE, async (digest, index) => {
    const name = `chunk ${index + 1} of ${chunks.length} ("${blobName(digest)}")`;
    const stored = await driver.get({ release, name: blobName(digest) });
    if (stored === undefined) throw errors.CHUNK_MISSING(what, name);
    if (digestOf(stored.data) !== digest) throw errors.CHUNK_DAMAGED(what, name, stored.data.length);
    return stored.data;
  });
  return unpackSegment(Buffer.concat(parts), segment, what, encoding);
}

/**
 * A chunk that is there is written all the same: its new version keeps a slower process from deleting it that took it
 * for garbage, and what is damaged is healed.
 */
async function writeChunk(key: StorageKey, { bytes }: Chunk, { driver, clock }: ContentStoreOptions): Promise<void> {
  let expect: PutCondition['expect'] = 'absent';
  for (let attempt = 1; ; attempt++) {
    try {
      await driver.put(key, bytes, { written: String(clock.now()) }, { expect });
      return;
    } catch (error) {
      if (!mayHaveArrived(error) || attempt === ATTEMPTS) throw error;
      const [present] = await driver.list({ namespace: key.release.namespace, release: key.release.name, prefix: key.name });
      expect = present === undefined ? 'absent' : { version: present.version };
    }
  }
}
