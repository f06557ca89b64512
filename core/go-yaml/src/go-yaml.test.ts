import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFloat } from './float.ts';
import { printGoYaml, UnprintableError } from './print.ts';
import { readGoYaml } from './read.ts';
import { readOpenEnd } from './open-end.ts';

describe('reading', () => {
  it.each([
    ['n: 250\nyes: 1\non: 2\n1.5: 3\n', { false: 250, true: 2, '1.5': 3 }],
    ['a: 0755\nb: 0o17\nc: 0b11\nd: 1_000\ne: .5\nf: +1\ng: 0x1F\nh: 1e3\n', { a: 493, b: 15, c: 3, d: 1000, e: 0.5, f: 1, g: 31, h: 1000 }],
    ['a: 2020-01-01\nb: 12:30\nc: tRue\nd: ~\ne:\nf: "yes"\n', { a: '2020-01-01', b: '12:30', c: 'tRue', d: null, e: null, f: 'yes' }],
    ['a: 1\na: 2\n', { a: 2 }],
    ['x: &x {a: 1}\nz: {<<: *x, b: 2}\n', { x: { a: 1 }, z: { a: 1, b: 2 } }],
    ['a: 1\n---\nb: 2\n', { a: 1 }],
    ['# only\n---\na: 1\n...\nrest: [\n', { a: 1 }],
    ['', null],
  ])('%j', (text, value) => {
    expect(readGoYaml(text)).toEqual(value);
  });

  it.each([
    ['a: b: c', 'yaml: mapping values are not allowed in this context'],
    ['ok: 1\na: @x', 'yaml: line 2: found character that cannot start any token'],
    ['a: .nan', 'json: unsupported value: NaN'],
  ])('%j is refused in the words of Go', (text, message) => {
    expect(() => readGoYaml(text)).toThrow(message);
  });
});

describe('printing', () => {
  it('prints keys in natural order, and lists as deep as their key', () => {
    expect(printGoYaml({ a10: [1, { b: [] }], a9: {}, A: 'yes' })).toBe('A: "yes"\na9: {}\na10:\n- 1\n- b: []\n');
  });

  it('folds texts at 80 columns, and indents lists when it goes the direct way', () => {
    const value = { text: 'word '.repeat(20).trim(), list: [1000000] };
    expect(printGoYaml(value)).toBe(`list:\n- 1000000\ntext: ${'word '.repeat(16).trim()}\n  ${'word '.repeat(4).trim()}\n`);
    expect(printGoYaml(value, { path: 'direct' })).toBe(`list:\n  - 1e+06\ntext: ${'word '.repeat(20).trim()}\n`);
  });

  it('refuses what has no form', () => {
    expect(() => printGoYaml({ a: '\u007f' })).toThrow(UnprintableError);
    expect(() => printGoYaml(Number.POSITIVE_INFINITY)).toThrow(UnprintableError);
  });

  it('prints what reads back as the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', ':', '#', '-', '"', '\'', '\t', 'é', '1', '.', 'yes'), maxLength: 30 });
    fc.assert(fc.property(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text))), (value) => {
      const kept = Object.fromEntries(Object.entries(value).filter(([key]) => key !== '__proto__'));
      expect(readGoYaml(printGoYaml(kept))).toEqual(kept);
    }));
  });
});

describe('numbers', () => {
  it.each([
    [1e6, 'g', -1, '1e+06'], [999999.5, 'g', -1, '999999.5'], [0.00001, 'g', -1, '1e-05'], [2.5, 'f', 0, '2'], [1.25, 'f', 1, '1.2'], [1e21, 'f', -1, '1000000000000000000000'],
    [1234.5678, 'e', 3, '1.235e+03'], [5e-324, 'g', -1, '5e-324'], [-0, 'g', -1, '-0'], [9.995, 'f', 2, '9.99'], [99.99, 'g', 3, '100'], [0.05, 'f', 0, '0'], [1e100, 'g', -1, '1e+100'],
  ] as const)('%d as %%%s with %d digits is %s', (value, verb, precision, text) => {
    expect(formatFloat(value, verb, precision)).toBe(text);
  });
});

describe('a text without a line break at its end', () => {
  it.each([
    ['a: |\n  x', { a: 'x' }], ['a: |\n  x\n', { a: 'x\n' }], ['a: |+\n  x', { a: 'x' }], ['a: >\n  x\n  y\n\n  z', { a: 'x y\nz' }], ['- |\n  x  ', ['x  ']],
    ['a: |+\n  x\n  ', { a: 'x\n' }], ['a: |\n  x\n ', { a: 'x\n' }], ['a: |\n  x\nb: 1', { a: 'x\n', b: 1 }], ['- a: |\n    x\n  b: yes', [{ a: 'x\n', b: true }]], ['a: |\n  x\n#c', { a: 'x\n' }], ['a: |', { a: '' }],
  ])('is read as Go reads it: %j', (text, expected) => {
    expect(readOpenEnd(text)).toEqual(expected);
  });
});

describe('tags that nobody knows', () => {
  it.each([
    ['a: !!string true', { a: 'true' }], ['a: !vault |\n  x\n', { a: 'x\n' }], ['a: ! 5', { a: '5' }], ['a: !!foo {x: 1}', { a: { x: 1 } }], ['a: !foo [1]', { a: [1] }], ['a: !foo', { a: '' }], ['a: !!str 1', { a: '1' }],
  ])('are passed over: %j', (text, expected) => {
    expect(readGoYaml(text)).toEqual(expected);
  });
});
