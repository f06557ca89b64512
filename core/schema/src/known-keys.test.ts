import { expect, test } from 'vitest';
import { knownKeys } from './known-keys.ts';

test('known keys come from everything that applies to the object, cycles included', () => {
  const root = {
    properties: { a: {} },
    anyOf: [{ properties: { b: {} } }, { $ref: '#/$defs/c' }],
    else: { properties: { d: {} } },
    $defs: { c: { properties: { c: { properties: { inner: {} } } }, allOf: [{ $ref: '#' }] } },
  };
  expect(knownKeys(root, root)).toEqual(['a', 'b', 'c', 'd']);
  expect(knownKeys(true, root)).toEqual([]);
});
