import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import zstd from './compressions/zstd.ts';
import { zstdBound } from './zstd-frame.ts';

describe('the bound of a Zstandard frame', () => {
  it('is never below what the frame expands to, and close to it', async () => {
    for (const size of [0, 1, 200, 131_072, 131_073, 3_000_000]) {
      const data = Buffer.from(Array.from({ length: size }, (_, index) => (index * index) % 251));
      const bound = zstdBound(await zstd.compress(data, 19)) ?? -1;
      expect(bound).toBeGreaterThanOrEqual(size);
      expect(bound).toBeLessThanOrEqual(size * 2 + 131_072);
    }
  });

  it('tells a bomb of some kilobytes from what it claims to be, before anything is expanded', async () => {
    const bomb = await zstd.compress(Buffer.alloc(200 * 1024 * 1024), 3);
    expect(bomb.length).toBeLessThan(30_000);
    expect(zstdBound(bomb)).toBeGreaterThanOrEqual(200 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    await expect(zstd.decompress(bomb, 4096)).rejects.toThrow(/would expand to as much as/);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  it('is none for what is cut, followed by more, or no frame', async () => {
    const frame = Buffer.from(await zstd.compress(Buffer.from('a text of some length, long enough for a block'), 3));
    for (let end = 0; end < frame.length; end++) expect(zstdBound(frame.subarray(0, end))).toBeUndefined();
    expect(zstdBound(Buffer.concat([frame, frame]))).toBeUndefined();
    expect(zstdBound(Buffer.concat([frame, Buffer.from([0])]))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => { zstdBound(bytes); }));
  });
});
