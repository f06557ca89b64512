import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { difference, equalSets, fieldSetOf, hasPath, intersection, isEmpty, pathsOf, recursiveDifference, union, type FieldSet } from './field-set.ts';
import { fromFieldsV1, toFieldsV1, type FieldsV1 } from './fields-v1.ts';
import { keyElement, printPath } from './path-element.ts';

const paths = fc.array(fc.array(fc.constantFrom('f:a', 'f:b', 'k:{"name":"c"}', 'v:"x"'), { minLength: 1, maxLength: 4 }), { maxLength: 8 });
const sets = paths.map((list): FieldSet => fieldSetOf(...list));

describe('a set of field paths', () => {
  it('has the paths it was made of and no others', () => {
    const set = fieldSetOf(['f:spec', 'f:replicas'], ['f:data']);
    expect(hasPath(set, ['f:spec', 'f:replicas'])).toBe(true);
    expect(hasPath(set, ['f:spec'])).toBe(false);
    expect(pathsOf(set)).toEqual([['f:data'], ['f:spec', 'f:replicas']]);
  });

  it('keeps children of a removed path unless the removal is recursive', () => {
    const set = fieldSetOf(['f:spec'], ['f:spec', 'f:replicas']);
    expect(pathsOf(difference(set, fieldSetOf(['f:spec'])))).toEqual([['f:spec', 'f:replicas']]);
    expect(isEmpty(recursiveDifference(set, fieldSetOf(['f:spec'])))).toBe(true);
  });

  it('obeys the laws of sets', () => {
    fc.assert(fc.property(sets, sets, (a, b) => {
      expect(equalSets(union(a, b), union(b, a))).toBe(true);
      expect(equalSets(union(difference(a, b), intersection(a, b)), a)).toBe(true);
      expect(isEmpty(intersection(difference(a, b), b))).toBe(true);
    }));
  });

  it('survives the way through fieldsV1', () => {
    fc.assert(fc.property(sets, (set) => equalSets(fromFieldsV1(toFieldsV1(set)), set)));
  });
});

describe('fieldsV1', () => {
  it('marks a member that has children with a dot', () => {
    const set = fieldSetOf(['f:data'], ['f:data', 'f:k']);
    expect(toFieldsV1(set)).toEqual({ 'f:data': { '.': {}, 'f:k': {} } });
  });

  it('reads what the API server writes', () => {
    const fields: FieldsV1 = { 'f:spec': { 'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { '.': {}, 'f:port': {} } } } };
    expect(toFieldsV1(fromFieldsV1(fields))).toEqual(fields);
  });
});

describe('a path', () => {
  it('is printed as conflicts print it', () => {
    const path = ['f:spec', 'f:ports', keyElement([['protocol', 'TCP'], ['port', 80]]), 'f:name'];
    expect(printPath(path)).toBe('.spec.ports[port=80,protocol="TCP"].name');
    expect(printPath(['f:metadata', 'f:finalizers', 'v:"x.io/a"'])).toBe('.metadata.finalizers[="x.io/a"]');
  });
});
