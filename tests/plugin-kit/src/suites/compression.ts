import type { Compression } from '@sherpack/plugin-api';
import type { TestRunner } from '../runner.ts';

const MEGABYTE = 1024 * 1024;

/** Text as records are made of. */
function text(lines: number): Uint8Array {
  const line = (index: number) => `  - name: port-${index * 7919 % 1000}\n    containerPort: ${8000 + (index * 31) % 97}\n`;
  return new TextEncoder().encode(Array.from({ length: lines }, (_, index) => line(index)).join(''));
}

/** Bytes that hardly compress, the same in every run. */
function noise(length: number): Uint8Array {
  let state = 0x9e3779b9;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

async function fails(work: Promise<unknown>): Promise<boolean> {
  return work.then(() => false, () => true);
}

/**
 * What every compression must do.
 *
 * @example testCompression(async () => brotli, { describe, it, expect })
 */
export function testCompression(load: () => Promise<Compression>, { describe, it, expect }: TestRunner): void {
  async function pack(data: Uint8Array): Promise<{ readonly compression: Compression; readonly packed: Uint8Array }> {
    const compression = await load();
    return { compression, packed: await compression.compress(data, compression.defaultLevel(data.length)) };
  }

  describe('as every compression', () => {
    it('gives back every byte, of nothing, of texts and of noise', async () => {
      for (const data of [new Uint8Array(), text(1), text(5000), noise(300_000), text(100_000)]) {
        const { compression, packed } = await pack(data);
        expect(equal(await compression.decompress(packed, data.length), data)).toBe(true);
      }
    });

    it('reads a piece of a larger buffer', async () => {
      const large = noise(10_000);
      const { compression, packed } = await pack(large.subarray(777, 5_777));
      const around = new Uint8Array(packed.length + 20);
      around.set(packed, 13);
      expect(equal(await compression.decompress(around.subarray(13, 13 + packed.length), 5000), large.subarray(777, 5_777))).toBe(true);
    });

    it('makes the same bytes of the same data', async () => {
      const [one, other] = [await pack(text(3000)), await pack(text(3000))];
      expect(equal(one.packed, other.packed)).toBe(true);
    });

    it('never gives more than the limit', async () => {
      for (const data of [text(2000), new Uint8Array(64 * MEGABYTE)]) {
        const { compression, packed } = await pack(data);
        expect(await fails(compression.decompress(packed, data.length - 1))).toBe(true);
        expect(await fails(compression.decompress(packed, 1))).toBe(true);
      }
    });

    it('has every level that it names, and the higher ones make less', async () => {
      const { levels, quickLevel, compress, decompress } = await load();
      if (levels === undefined) return;
      if (quickLevel !== undefined) expect(quickLevel >= levels.lowest && quickLevel <= levels.highest).toBe(true);
      const data = text(8000);
      const sizes: number[] = [];
      for (let level = levels.lowest; level <= levels.highest; level++) {
        const packed = await compress(data, level);
        expect(equal(await decompress(packed, data.length), data)).toBe(true);
        sizes.push(packed.length);
      }
      expect(new Set(sizes).size > 2).toBe(true);
      expect((sizes.at(-1) ?? 0) < (sizes[0] ?? 0)).toBe(true);
    });
  });
}
