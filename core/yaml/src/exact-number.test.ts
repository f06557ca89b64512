import { describe, expect, test } from 'vitest';
import { ExactNumber, isExactNumber } from './exact-number.ts';

describe('an exact number', () => {
  test('keeps its spelling and counts as its value', () => {
    const number = new ExactNumber('1.50');
    expect(String(number)).toBe('1.50');
    expect(Number(number)).toBe(1.5);
    expect(isExactNumber(number)).toBe(true);
    expect(isExactNumber(1.5)).toBe(false);
  });

  test('is a plain number for a plain JSON.stringify', () => {
    expect(JSON.stringify({ a: new ExactNumber('1.50') })).toBe('{"a":1.5}');
  });

  test.each(['', '.5', '5.', '+1', '01', '1e', '0x1', 'NaN', '1 ', '"; alert'])('%j is no JSON number', (text) => {
    expect(() => new ExactNumber(text)).toThrow(RangeError);
  });
});
