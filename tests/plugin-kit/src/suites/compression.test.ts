import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Compression } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { failingTests } from '../failing-tests.ts';
import { testCompression } from './compression.ts';

const good: Compression = {
  name: 'gzip',
  levels: { lowest: 1, highest: 9 },
  defaultLevel: () => 6,
  compress: async (data, level) => promisify(gzip)(data, { level }) as Promise<Uint8Array>,
  decompress: async (data, limit) => promisify(gunzip)(data, { maxOutputLength: Math.max(limit, 1) }) as Promise<Uint8Array>,
};

function suiteFor(change: Partial<Compression>) {
  return failingTests((runner) => testCompression(async () => ({ ...good, ...change }), runner), expect);
}

let calls = 0;

describe('the suite for compressions', () => {
  it('lets one pass that does everything right', async () => {
    expect(await suiteFor({})).toEqual([]);
  });

  it.each<[string, Partial<Compression>, string]>([
    ['loses the last byte', { compress: async (data, level) => good.compress(data.subarray(0, -1), level) }, 'gives back every byte, of nothing, of texts and of noise'],
    ['reads the whole buffer behind a piece', { compress: async (data, level) => good.compress(new Uint8Array(data.buffer), level) }, 'reads a piece of a larger buffer'],
    ['writes when it was called', { compress: async (data, level) => Buffer.concat([await good.compress(data, level), Buffer.from([calls++])]), decompress: async (data, limit) => good.decompress(data.subarray(0, -1), limit) }, 'makes the same bytes of the same data'],
    ['knows no limit', { decompress: async (data) => good.decompress(data, 1 << 30) }, 'never gives more than the limit'],
    ['has levels by name only', { compress: async (data) => good.compress(data, 6) }, 'has every level that it names, and the higher ones make less'],
  ])('finds one that %s', async (_what, change, test) => {
    expect(await suiteFor(change)).toContain(test);
  });
});
