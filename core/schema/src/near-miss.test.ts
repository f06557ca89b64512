import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearMiss, nearMisses } from './near-miss.ts';

describe('near misses', () => {
  test.each([
    ['replcias', 'replicas'],
    ['replica', 'replicas'],
    ['REPLICAS', 'replicas'],
    ['imgae', 'image'],
    ['tga', 'tag'],
    ['', undefined],
    ['x', undefined],
    ['completely', undefined],
  ])('%j was probably %j', (word, expected) => {
    expect(nearMiss(word, ['replicas', 'image', 'tag', 'a'])).toBe(expected);
  });

  test('nearest first, equal ones in alphabetical order, each once, at most so many', () => {
    const candidates = ['part', 'port', 'ports', 'pert', 'port', 'sport', 'unrelated'];
    expect(nearMisses('port', candidates, 3, 1)).toEqual(['port', 'part', 'pert']);
    expect(nearMisses('port', candidates, 9, 2)).toEqual(['port', 'part', 'pert', 'ports', 'sport']);
  });

  test('the distance can be limited', () => {
    expect(nearMiss('prts', ['ports'], 0)).toBeUndefined();
    expect(nearMiss('prts', ['ports'], 1)).toBe('ports');
  });

  test('one edit is always found in a word of three letters or more', () => {
    const word = fc.stringMatching(/^[a-z]{3,12}$/);
    fc.assert(fc.property(word, fc.nat(), fc.constantFrom('insert', 'remove', 'replace', 'swap'), (original, position, edit) => {
      const at = position % (original.length - 1);
      const [before, first, second, after] = [original.slice(0, at), original.charAt(at), original.charAt(at + 1), original.slice(at + 2)];
      const edits = { insert: `-${first}${second}`, remove: second, replace: `-${second}`, swap: second + first };
      expect(nearMiss(before + edits[edit] + after, ['ZZZZZZZZZZZZZZZZZZZZ', original])).toBe(original);
    }));
  });

  test('distance is symmetric', () => {
    const word = fc.stringMatching(/^[abc]{1,6}$/);
    fc.assert(fc.property(word, word, fc.integer({ min: 0, max: 6 }), (a, b, bound) => {
      fc.pre(bound < Math.min(a.length, b.length));
      expect(nearMiss(a, [b], bound) === undefined).toBe(nearMiss(b, [a], bound) === undefined);
    }));
  });
});
