import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cloneJson, deepFreeze, jsonEqual } from './equal.ts';
import { ExactNumber } from './exact-number.ts';

describe('equality of JSON values', () => {
  test.each<[unknown, unknown]>([
    [5n, 5],
    [9007199254740993n, 9007199254740993n],
    [new ExactNumber('1.0'), 1],
    [new ExactNumber('10e-1'), 1n],
    [new ExactNumber('1e400'), new ExactNumber('10E399')],
    [new ExactNumber('-0.0'), 0],
    [-0, 0],
    [Number.NaN, Number.NaN],
    [{ a: 1, b: undefined }, { a: 1 }],
    [{ a: 1, b: [2] }, { b: [2], a: 1 }],
  ])('case %#: both are equal', (a, b) => {
    expect(jsonEqual(a, b)).toBe(true);
    expect(jsonEqual(b, a)).toBe(true);
  });

  test.each<[unknown, unknown]>([
    [9007199254740993n, 9007199254740992],
    [new ExactNumber('0.10000000000000000001'), 0.1],
    [new ExactNumber('1.0'), '1.0'],
    [1, '1'],
    [0, false],
    [null, undefined],
    [null, {}],
    [[], {}],
    [[1], [1, 2]],
    [{ a: undefined }, { b: undefined, a: 1 }],
    [{ a: 1 }, { b: 1 }],
    [{}, JSON.parse('{"__proto__":1}')],
  ])('case %#: both differ', (a, b) => {
    expect(jsonEqual(a, b)).toBe(false);
    expect(jsonEqual(b, a)).toBe(false);
  });

  test('a value equals its clone, and the clone shares nothing with it', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      const clone = cloneJson(value);
      expect(clone).toEqual(value);
      expect(jsonEqual(value, clone)).toBe(true);
      if (typeof value === 'object' && value !== null) expect(clone).not.toBe(value);
    }));
  });
});

test('a clone keeps __proto__ as an own key', () => {
  const clone: object = cloneJson(JSON.parse('{"__proto__":{"a":1}}') as object);
  expect(Object.keys(clone)).toEqual(['__proto__']);
  expect(Object.getPrototypeOf(clone)).toBe(Object.prototype);
});

test('freezing reaches everything, also below what was frozen before and where objects are shared', () => {
  const inner = { list: [{ a: 1 }] };
  const value = deepFreeze({ x: Object.freeze({ inner }), y: inner });
  expect(Object.isFrozen(value)).toBe(true);
  expect(Object.isFrozen(inner.list[0])).toBe(true);
});
