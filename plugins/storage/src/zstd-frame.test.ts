import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import zstd from './compressions/zstd.ts';
import { zstdBound, zstdWindow } from './zstd-frame.ts';

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
    for (const limit of [4096, 40 * 1024 * 1024]) await expect(zstd.decompress(bomb, limit)).rejects.toThrow(/expands to more than/);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  it('lets an honest frame through whose blocks are much smaller than they could be', async () => {
    // 400 compressed blocks of five literals and no sequence each: 50 MB by their number, two kilobytes in truth.
    const text = 'block'.repeat(400);
    const blocks = Array.from({ length: 400 }, (_, index) => Buffer.concat([Buffer.from([(7 << 3) | (2 << 1) | (index === 399 ? 1 : 0), 0, 0, 5 << 3]), Buffer.from('block\0')]));
    const header = Buffer.from(await zstd.compress(Buffer.from('a'), 3)).subarray(0, 6);
    const frame = Buffer.concat([Buffer.from([...header.subarray(0, 4), 0, 0x58]), ...blocks]);
    expect(zstdBound(frame)).toBe(400 * 131_072);
    expect(Buffer.from(await zstd.decompress(frame, text.length)).toString()).toBe(text);
    await expect(zstd.decompress(frame, text.length - 1)).rejects.toThrow();
  });

  it('says what a decoder must keep, and one that wants gigabytes for that is refused', async () => {
    const data = Buffer.alloc(64 * 1024 * 1024);
    const frame = Buffer.from(await zstd.compress(data, 19));
    expect(zstdWindow(frame)).toBe(8 * 1024 * 1024);
    frame[5] = 31 << 3;
    expect(zstdWindow(frame)).toBe(2 ** 41);
    await expect(zstd.decompress(frame, 1024)).rejects.toThrow(/wants 2199023255552 bytes/);
    const single = Buffer.concat([frame.subarray(0, 4), Buffer.from([0xe0, 0, 0, 0, 0, 2, 0, 0, 0]), frame.subarray(6)]);
    expect(zstdWindow(single)).toBe(2 ** 33);
    await expect(zstd.decompress(single, 1024)).rejects.toThrow(/wants 8589934592 bytes/);
  });

  it('is none for what is cut, followed by more, or no frame', async () => {
    const frame = Buffer.from(await zstd.compress(Buffer.from('a text of some length, long enough for a block'), 3));
    for (let end = 0; end < frame.length; end++) expect(zstdBound(frame.subarray(0, end))).toBeUndefined();
    expect(zstdBound(Buffer.concat([frame, frame]))).toBeUndefined();
    expect(zstdBound(Buffer.concat([frame, Buffer.from([0])]))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => { zstdBound(bytes); }));
  });
});
