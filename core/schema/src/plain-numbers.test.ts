import { ExactNumber } from '@sherpack/yaml/exact-number';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainNumbers } from './plain-numbers.ts';

describe('plain numbers', () => {
  test('replace bigint and exact numbers at any depth and nothing else', () => {
    const value = JSON.parse('{"a":[{"b":1}],"__proto__":{"c":2}}') as { a: unknown[] };
    value.a.push(5n, new ExactNumber('1.50'));
    expect(JSON.stringify(plainNumbers(value))).toBe('{"a":[{"b":1},5,1.5],"__proto__":{"c":2}}');
    expect(value.a).toContain(5n);
  });

  test('a value without them stays the same object', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(plainNumbers(value)).toBe(value);
    }));
  });
});
