import type { PackConfig } from '../config.ts';

const MIB = 1024 * 1024;

/** How much a pack may be. Packs come from strangers. */
export interface Limits {
  /** Bytes of one file. */
  readonly fileSize: number;
  readonly files: number;
  /** Bytes of all files together, unpacked. */
  readonly totalSize: number;
  /** Unpacked bytes for one packed byte; looked at from 10 MiB on, for small archives may well shrink a lot. */
  readonly ratio: number;
  /** Packs inside of packs. */
  readonly depth: number;
}

export const DEFAULT_LIMITS: Limits = Object.freeze({
  fileSize: 5 * MIB, files: 10_000, totalSize: 100 * MIB, ratio: 200, depth: 10,
});

/** Unpacked bytes below which the ratio does not matter. */
export const RATIO_FREE = 10 * MIB;

export function limitsOf(config: PackConfig | undefined): Limits {
  return { ...DEFAULT_LIMITS, ...config?.limits };
}

/** For the user's own pack, whose size was looked at before. */
export const NO_LIMITS: Limits = Object.freeze({
  fileSize: Infinity, files: Infinity, totalSize: Infinity, ratio: Infinity, depth: DEFAULT_LIMITS.depth,
});
