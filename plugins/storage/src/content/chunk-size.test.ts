import { describe, expect, it } from 'vitest';
import { parseSize } from './chunk-size.ts';

describe('a size', () => {
  it.each([
    ['900KB', 900_000], ['900 KB', 900_000], ['900K', 900_000], ['512KiB', 524_288], ['512Ki', 524_288], ['1.5MB', 1_500_000],
    ['1MiB', 1_048_576], ['1G', 1_000_000_000], ['4096', 4096], ['4096B', 4096], [4096, 4096],
  ])('%s is %i bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each(['', 'KB', '-1', '0', '1e3', '900 kilobytes', '9TB', '1iB'])('"%s" is none', (text) => {
    expect(parseSize(text)).toBeUndefined();
  });
});
