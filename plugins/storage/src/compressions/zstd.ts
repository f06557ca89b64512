import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';
import type { Compression } from '@sherpack/plugin-api';
import { zstdBound, zstdWindow } from '../zstd-frame.ts';

interface Bindings {
  compress(data: Uint8Array, level: number): Promise<Uint8Array>;
  decompress(data: Uint8Array): Promise<Uint8Array>;
}

const LEVELS = Object.freeze({ lowest: 1, highest: 22 });
const MEGABYTE = 1024 * 1024;
/** What level 22 asks for. */
const MAX_WINDOW = 128 * MEGABYTE;

/**
 * Zstandard. The package's own `compress` drops the level, and its `decompress` knows no limit; so the level goes to
 * the bindings behind it, and a frame is measured before it is expanded. One that might become too large goes through a
 * decoder that can be stopped, ten times slower.
 */
const zstd: Compression = {
  name: 'zstd',
  levels: LEVELS,
  defaultLevel,
  // Level 1 is no faster on records, and leaves more.
  quickLevel: 3,
  compress: (data, level) => bindings().compress(whole(data), level),
  async decompress(data, limit) {
    const bound = zstdBound(data);
    if (bound === undefined) throw new Error('it is no whole Zstandard frame');
    // Blocks may be smaller than they could be: honest frames of high levels stay at half of their bound.
    const expanded = bound <= 2 * limit + MEGABYTE ? await bindings().decompress(whole(data)) : await expandWatched(data, limit);
    if (expanded.length > limit) throw new Error(`it expands to ${expanded.length} bytes; ${limit} are allowed`);
    return expanded;
  },
};

export default zstd;

/**
 * On rendered manifests and definitions (0.6 and 5 MB) level 18 is four to seven percent smaller than 12 and costs three
 * to six times the CPU, which a deployment has better use for; 9 is two to three percent larger than 12. The tables of
 * high levels cost more than they gain when the data is small.
 */
function defaultLevel(bytes: number): number {
  if (bytes < 16 * 1024) return 9;
  return bytes <= 16 * MEGABYTE ? 12 : 9;
}

/** Ends as soon as there is more than the limit. */
async function expandWatched(data: Uint8Array, limit: number): Promise<Uint8Array> {
  const window = zstdWindow(data);
  if (window > Math.max(limit, MAX_WINDOW)) throw new Error(`it wants ${window} bytes to be expanded; ${limit} are allowed`);
  const { Decompress } = await import('fzstd');
  const pieces: Uint8Array[] = [];
  let size = 0;
  const decoder = new Decompress((piece) => {
    size += piece.length;
    if (size > limit) throw new Error(`it expands to more than ${limit} bytes`);
    pieces.push(piece.slice());
  });
  decoder.push(data, true);
  return Buffer.concat(pieces);
}

let loaded: Bindings | undefined;

function bindings(): Bindings {
  loaded ??= createRequire(import.meta.url)('@mongodb-js/zstd/bindings.js') as Bindings;
  return loaded;
}

/** The bindings refuse every other view of bytes. */
function whole(data: Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
