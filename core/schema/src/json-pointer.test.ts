import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pointerSegments, resolveLocal } from './json-pointer.ts';

describe('JSON pointers', () => {
  test('any key survives', () => {
    fc.assert(fc.property(fc.array(fc.string()), (keys) => {
      const pointer = keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
      expect(pointerSegments(pointer)).toEqual(keys);
      const encoded = keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
      expect(pointerSegments(`#${encoded}`)).toEqual(keys);
    }));
  });

  test('local references are followed to own members only', () => {
    const root = { definitions: { 'a/b': { 'c d': 1 } }, list: [{ x: 2 }] };
    expect(resolveLocal(root, '#')).toBe(root);
    expect(resolveLocal(root, '#/definitions/a~1b/c%20d')).toBe(1);
    expect(resolveLocal(root, '#/list/0/x')).toBe(2);
    for (const reference of ['#/nothing', '#/constructor', '#anchor', 'other#/list', '/list', 5, '#/list/%']) {
      expect(resolveLocal(root, reference)).toBeUndefined();
    }
  });
});
