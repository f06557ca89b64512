import { errors } from '../errors.ts';
import { RATIO_FREE } from './limits.ts';
import type { Limits } from './limits.ts';

/** More does not fit into one buffer. */
const MOST = 2 ** 31;

/** Counts what a pack takes, archives inside of it included. */
export interface Budget {
  /** Called before a file is read. @throws PACK_LIMIT */
  take(file: string, size: number): void;
  /** How many bytes an archive of `packed` bytes may unpack to. */
  unpackedLimit(packed: number): number;
  readonly limits: Limits;
}

export function createBudget(limits: Limits): Budget {
  let files = 0;
  let bytes = 0;
  return {
    limits,
    take(file, size) {
      files += 1;
      bytes += size;
      if (size > limits.fileSize) throw errors.LIMIT(file, `is larger than ${limits.fileSize} bytes`, 'fileSize');
      if (files > limits.files) throw errors.LIMIT(file, `is one file more than the ${limits.files} that a pack may have`, 'files');
      if (bytes > limits.totalSize) throw errors.LIMIT(file, `brings the pack above ${limits.totalSize} bytes`, 'totalSize');
    },
    unpackedLimit(packed) {
      // Headers and padding of a tar archive come on top of the files.
      const whole = limits.totalSize + limits.files * 1536 + 10_240;
      return Math.min(whole, Math.max(RATIO_FREE, packed * limits.ratio), MOST);
    },
  };
}
