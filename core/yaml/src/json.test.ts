import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonEqual } from './equal.ts';
import { ExactNumber } from './exact-number.ts';
import { JsonError, parseJson, stringifyJson } from './json.ts';
import { scanJson } from './json-scanner.ts';

function failure(text: string): JsonError {
  try {
    parseJson(text, { file: 'a.json' });
  } catch (error) {
    if (error instanceof JsonError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}

describe('reading JSON', () => {
  test('integers beyond 2^53 are exact', () => {
    expect(parseJson('[9007199254740991,9007199254740993,-12345678901234567890]')).toEqual([9007199254740991, 9007199254740993n, -12345678901234567890n]);
    expect(parseJson('12345678901234567890')).toBe(12345678901234567890n);
    expect(parseJson('{"a": 12345678901234567890 }')).toEqual({ a: 12345678901234567890n });
  });

  test('with exact numbers floats keep their spelling where it matters', () => {
    const value = parseJson('{"a":1.0,"b":[1e3,1.5,0.10000000000000000001],"c":"1.0"}', { exactNumbers: true });
    const exact = (text: string) => new ExactNumber(text);
    expect(value).toEqual({ a: exact('1.0'), b: [exact('1e3'), 1.5, exact('0.10000000000000000001')], c: '1.0' });
    expect(parseJson('[1.0]')).toEqual([1]);
  });

  test('__proto__ is an own key', () => {
    for (const text of ['{"__proto__":{"a":1}}', '{"__proto__":{"a":12345678901234567890}}']) {
      const value = parseJson(text) as object;
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Object.keys(value)).toEqual(['__proto__']);
    }
  });

  test('errors have line and column and do not quote the text', () => {
    const error = failure('{\n  "password": "hunter2",\n  "a": [1, ]\n}');
    expect(error).toMatchObject({ line: 3, column: 12, file: 'a.json', reason: 'a value is expected' });
    expect(error.message).toBe('a.json:3:12: a value is expected');
  });

  test.each(['', ' ', '{', '[1', '"a', '"\n"', '"\\x"', 'nul', '{a:1}', '{"a" 1}', '{"a":1,}', '01', '1.', '.5', '+1', '1 2', 'NaN', '\u00A01'])('%j is refused', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(() => parseJson(text)).toThrow(JsonError);
  });

  test('a nest too deep is refused by the exact way', () => {
    expect(() => parseJson(`${'['.repeat(100_000)}12345678901234567890`)).toThrow('nested more than 1000 deep');
  });

  test('the own scanner reads what JSON.parse reads', () => {
    fc.assert(fc.property(fc.json().filter(isExact), (text) => {
      expect(jsonEqual(scanJson(text, {}), JSON.parse(text))).toBe(true);
    }));
  });

  test('the own scanner refuses what JSON.parse refuses', () => {
    const damaged = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', '1', ' ', '\u0000'));
    fc.assert(fc.property(damaged, ([json, at, patch]) => {
      const position = at % (json.length + 1);
      const text = json.slice(0, position) + patch + json.slice(position + 1);
      expect(accepts(() => scanJson(text, {}))).toBe(accepts(() => JSON.parse(text) as unknown));
    }), { numRuns: 1000 });
  });
});

// JSON.stringify fills integers beyond 2^53 up with zeros, and JSON.parse rounds them.
function isExact(text: string): boolean {
  return !/[0-9]{16}/.test(text);
}

function accepts(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

describe('printing JSON', () => {
  test('big integers and exact numbers are bare', () => {
    expect(stringifyJson({ a: 12345678901234567890n, b: [new ExactNumber('1.0')], c: undefined })).toBe('{"a":12345678901234567890,"b":[1.0]}');
    expect(stringifyJson({ a: [1n, {}], b: [] }, { indent: 2 })).toBe('{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}');
  });

  test('keys can be sorted at every level', () => {
    expect(stringifyJson({ b: 1, a: { d: 1, c: [{ f: 1, e: 2 }] } }, { sortKeys: true })).toBe('{"a":{"c":[{"e":2,"f":1}],"d":1},"b":1}');
  });

  test('undefined alone is null', () => {
    expect(stringifyJson(undefined)).toBe('null');
  });

  test('a value that contains itself is refused', () => {
    const value: { n: bigint; self?: unknown } = { n: 1n };
    value.self = { value };
    expect(() => stringifyJson(value)).toThrow(TypeError);
    const plain: { self?: unknown } = {};
    plain.self = plain;
    expect(() => stringifyJson(plain)).toThrow(TypeError);
  });

  test('is what JSON.stringify prints, in the careful way, too', () => {
    const values = fc.anything({ withDate: true, withSparseArray: true, withNullPrototype: true });
    fc.assert(fc.property(values, fc.constantFrom(0, 2, 4, 12), (value, indent) => {
      expect(stringifyJson([value], { indent })).toBe(JSON.stringify([value], undefined, indent));
      const careful = stringifyJson([value, 7n], { indent });
      expect(careful).toBe(JSON.stringify([value, 7], undefined, indent));
    }));
  });

  test('round trip', () => {
    const json = fc.json().filter(isExact).map((text) => JSON.parse(text) as unknown);
    const leaf = fc.oneof(json, fc.bigInt(), fc.constant(new ExactNumber('2.50')));
    fc.assert(fc.property(fc.array(leaf), fc.boolean(), (value, sortKeys) => {
      expect(jsonEqual(parseJson(stringifyJson(value, { sortKeys }), { exactNumbers: true }), value)).toBe(true);
    }));
  });
});
