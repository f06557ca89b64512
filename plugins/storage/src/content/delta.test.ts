import { Buffer } from 'node:buffer';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addedBytes, diffBytes } from './delta.ts';
import { applyDelta, encodeDelta } from './delta-format.ts';

function roundTrip(dictionary: Uint8Array, target: Uint8Array): Uint8Array {
  return applyDelta(encodeDelta(diffBytes(dictionary, target)), dictionary, target.length);
}

/** Objects as a chart renders them: long stretches that are alike. */
function manifests(tag: string, count = 200): Buffer {
  const one = (index: number) => `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app-${index}\nspec:\n  replicas: ${index % 7}\n  image: registry.example.com/app:${index === 17 ? tag : '1.0.0'}\n`;
  return Buffer.from(Array.from({ length: count }, (_, index) => one(index)).join('---\n'));
}

describe('a delta', () => {
  it('makes any target out of any dictionary again', () => {
    const piece = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constant(Buffer.from('the same forty bytes in many of the cases')));
    const bytes = fc.array(piece, { maxLength: 12 }).map((parts) => new Uint8Array(Buffer.concat(parts)));
    fc.assert(fc.property(bytes, bytes, (dictionary, target) => {
      expect(Buffer.compare(roundTrip(dictionary, target), target)).toBe(0);
    }), { numRuns: 500 });
  });

  it('of one changed image tag adds a few bytes only', () => {
    const steps = diffBytes(manifests('1.0.0'), manifests('2.7.1-alpha'));
    expect(addedBytes(steps)).toBeLessThan(40);
    expect(encodeDelta(steps).length).toBeLessThan(80);
  });

  it('finds what has moved', () => {
    const before = manifests('1.0.0');
    const after = Buffer.concat([before.subarray(9000), before.subarray(0, 9000)]);
    expect(addedBytes(diffBytes(before, after))).toBeLessThan(64);
    expect(Buffer.compare(roundTrip(before, after), after)).toBe(0);
  });

  it('that is damaged makes as many bytes as it should, or says so', () => {
    const [before, after] = [manifests('1'), manifests('2', 210)];
    const delta = encodeDelta(diffBytes(before, after));
    fc.assert(fc.property(fc.nat(delta.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const bad = Uint8Array.from(delta, (byte, index) => (index === at ? byte ^ flip : byte));
      try {
        expect(applyDelta(bad, before, after.length).length).toBe(after.length);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }), { numRuns: 300 });
    for (const cut of [0, 1, 5, delta.length - 1]) expect(() => applyDelta(delta.subarray(0, cut), before, after.length)).toThrow(RangeError);
  });
});
