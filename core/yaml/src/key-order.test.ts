import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringifyJson } from './json.ts';
import { inKeyOrder } from './key-order.ts';

/** Printed member by member, without anything that JavaScript orders. */
function printed(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printed).join(',')}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${printed(member)}`).join(',')}}`;
}

it('is the order of printed members, whatever their names', () => {
  const name = fc.oneof(fc.constantFrom('a', 'b', 'B', '10', '9', '01', '__proto__', 'constructor', 'é', '\u{1f600}', '\uffff', ''), fc.string({ maxLength: 3 }));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(null, 1, 'x', true), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(name, tie('value'), { maxKeys: 4 })),
  }));
  fc.assert(fc.property(value, (given) => {
    const before = JSON.stringify(given);
    expect(stringifyJson(given, { sortKeys: true })).toBe(printed(given));
    expect(JSON.stringify(given)).toBe(before);
  }), { numRuns: 1000, seed: 3 });
});

it('copies nothing that is in order, and leaves names like numbers and what prints itself', () => {
  const ordered = { a: [1, { b: 2, c: undefined }], d: null };
  expect(inKeyOrder(ordered)).toBe(ordered);
  expect(inKeyOrder({ a: ordered, A: 1 })).toStrictEqual({ A: 1, a: ordered });
  expect(inKeyOrder([{ 9: 1 }])).toBeUndefined();
  expect(stringifyJson({ b: new Date(0), a: undefined }, { sortKeys: true })).toBe('{"b":"1970-01-01T00:00:00.000Z"}');
  expect(stringifyJson(undefined, { sortKeys: true })).toBe('null');
});
