/** Shorter matches cost more to write down than they save. */
export const MIN_MATCH = 24;
/** Bytes of a block: in a large dictionary short pieces stand in too many places to be of use. */
const BLOCKS: readonly (readonly [from: number, block: number])[] = [[8 * 1024 * 1024, 64], [512 * 1024, 32], [0, 16]];
const MAX_HASH_BITS = 22;
/** Candidates that are compared for one place: YAML repeats itself, and the longest match is wanted. */
const PROBES = 24;
/** What a match is grown from. */
const SHORTEST_SEED = 16;
/** A match of this length is taken without looking for a better one. */
const GOOD_MATCH = 512;

/** A piece of the dictionary that stands in the target too. */
export interface Match {
  /** Where it begins in the dictionary. */
  readonly from: number;
  /** Where it begins in the target; may lie before the place asked for. */
  readonly at: number;
  readonly length: number;
}

/** Finds pieces of a dictionary again. */
export interface MatchIndex {
  /**
   * @param floor the first byte of the target that may still be claimed
   * @param likely where in the dictionary the piece at `at` probably stands: after a small change all goes on as before
   */
  longest(target: Uint8Array, at: number, floor: number, likely: number): Match | undefined;
}

/**
 * Knows the beginning of every block of the dictionary by a hash of its bytes; a match is grown from there both ways, so
 * every common piece of two blocks is found (as rsync and xdelta do).
 */
export function createMatchIndex(dictionary: Uint8Array): MatchIndex {
  const size = BLOCKS.find(([from]) => dictionary.length >= from)?.[1] ?? 16;
  const blocks = Math.floor(dictionary.length / size);
  const bits = Math.min(MAX_HASH_BITS, Math.max(8, Math.ceil(Math.log2(blocks + 1)) + 1));
  const heads = new Int32Array(1 << bits).fill(-1);
  const next = new Int32Array(blocks);
  for (let block = blocks - 1; block >= 0; block--) {
    const bucket = hashAt(dictionary, block * size, size) >>> (32 - bits);
    next[block] = heads[bucket] ?? -1;
    heads[bucket] = block;
  }

  function longest(target: Uint8Array, at: number, floor: number, likely: number): Match | undefined {
    const ahead = grow(dictionary, likely, target, at, floor);
    if (ahead.length >= GOOD_MATCH || at + size > target.length) return ahead.length >= MIN_MATCH ? ahead : undefined;
    let best = ahead.length >= MIN_MATCH ? ahead : undefined;
    let block = heads[hashAt(target, at, size) >>> (32 - bits)] ?? -1;
    for (let probe = 0; block >= 0 && probe < PROBES; probe++, block = next[block] ?? -1) {
      const match = grow(dictionary, block * size, target, at, floor);
      if (match.length > (best?.length ?? MIN_MATCH - 1)) best = match;
      if (match.length >= GOOD_MATCH) break;
    }
    return best;
  }

  return { longest };
}

function grow(dictionary: Uint8Array, from: number, target: Uint8Array, at: number, floor: number): Match {
  if (from < 0 || from >= dictionary.length) return { from, at, length: 0 };
  let end = 0;
  while (from + end < dictionary.length && at + end < target.length && dictionary[from + end] === target[at + end]) end += 1;
  if (end < SHORTEST_SEED) return { from, at, length: 0 };
  let back = 0;
  while (from - back > 0 && at - back > floor && dictionary[from - back - 1] === target[at - back - 1]) back += 1;
  return { from: from - back, at: at - back, length: end + back };
}

/** 32-bit words mixed; the high bits are the good ones. */
function hashAt(bytes: Uint8Array, at: number, size: number): number {
  let hash = 0;
  for (let offset = at; offset < at + size; offset += 4) {
    const word = (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8) | ((bytes[offset + 2] ?? 0) << 16) | ((bytes[offset + 3] ?? 0) << 24);
    hash = Math.imul((hash ^ word) + (hash << 7), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
