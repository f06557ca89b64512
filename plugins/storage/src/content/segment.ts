import { createHash } from 'node:crypto';

/** Content that is stored once, compressed and cut into chunks. Stands in the header of every record that needs it. */
export interface Segment {
  /** Bytes expanded. */
  readonly size: number;
  /** How many of the last of them are stored as they are: identities have nothing to compress. Missing: none. */
  readonly raw?: number;
  /** Key of the compression. */
  readonly compression: string;
  /** Names of the chunks in order, without `blob/`. */
  readonly chunks: readonly string[];
}

/** A piece of a segment as it is stored. */
export interface Chunk {
  readonly digest: string;
  readonly bytes: Uint8Array;
}

const DIGEST_CHARACTERS = 40;

/** The first 160 bits of SHA-256 over the stored bytes: names the chunk, and says whether it is still the same. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_CHARACTERS);
}

/** Pieces of equal size, none larger than the limit, so that none is left with a few bytes. */
export function cutIntoChunks(bytes: Uint8Array, limit: number): readonly Chunk[] {
  const count = Math.max(1, Math.ceil(bytes.length / limit));
  const size = Math.ceil(bytes.length / count);
  return Array.from({ length: count }, (_, index) => {
    const piece = bytes.subarray(index * size, (index + 1) * size);
    return { digest: digestOf(piece), bytes: piece };
  });
}

/** Two segments with the same chunks are the same. */
export function segmentId({ chunks }: Segment): string {
  return chunks.join('.');
}
