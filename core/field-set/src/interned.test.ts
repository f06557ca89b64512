import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, equalSets, fieldSetOf, union, type FieldSet } from './field-set.ts';
import { fromFieldsV1, toFieldsV1, type FieldsV1 } from './fields-v1.ts';
import { interned } from './interned.ts';

const elements = fc.constantFrom('f:a', 'f:b', 'f:1.f:a', 'k:{"name":"c"}', 'v:"x"', 'i:0');
const sets = fc.array(fc.array(elements, { minLength: 1, maxLength: 4 }), { maxLength: 8 }).map((list): FieldSet => fieldSetOf(...list));

describe('interned sets', () => {
  it('are the same object exactly when they are equal', () => {
    fc.assert(fc.property(sets, sets, (a, b) => {
      expect(interned(a) === interned(b)).toBe(equalSets(a, b));
      expect(equalSets(interned(a), a)).toBe(true);
    }));
  });

  it('share their parts and the JSON of these', () => {
    const spec = ['f:spec', 'f:containers', 'k:{"name":"c"}', 'f:image'];
    const [one, other] = [toFieldsV1(fieldSetOf(['f:metadata', 'f:x'], spec)), toFieldsV1(fieldSetOf(['f:metadata', 'f:y'], spec))];
    expect(one).not.toBe(other);
    expect(one['f:spec']).toBe(other['f:spec']);
  });

  it('cannot be changed by one who holds them', () => {
    const fields = toFieldsV1(fieldSetOf(['f:a', 'f:b']));
    expect(() => Object.assign(fields, { 'f:c': {} })).toThrow(TypeError);
    expect(() => Object.assign(fields['f:a'] as FieldsV1, { 'f:c': {} })).toThrow(TypeError);
  });

  it('are found again in JSON that came from elsewhere', () => {
    const set = fieldSetOf(['f:a', 'f:b'], ['f:a']);
    const read = fromFieldsV1(JSON.parse(JSON.stringify(toFieldsV1(set))) as FieldsV1);
    expect(toFieldsV1(read)).toBe(toFieldsV1(set));
  });
});

describe('operations on sets', () => {
  it('answer the set itself where nothing changes', () => {
    const set = fieldSetOf(['f:a', 'f:b'], ['f:c']);
    expect(union(set, fieldSetOf(['f:a', 'f:b']))).toBe(set);
    expect(difference(set, fieldSetOf(['f:a'], ['f:d', 'f:e']))).toBe(set);
  });
});
