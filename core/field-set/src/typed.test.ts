import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { deducedSchema, type FieldSchema } from './field-schema.ts';
import { pathsOf } from './field-set.ts';
import { merge } from './merge.ts';
import { printPath } from './path-element.ts';
import { removeItems } from './remove.ts';
import { toFieldSet } from './to-field-set.ts';
import { typeErrors } from './validate.ts';

const text: FieldSchema = { kind: 'scalar', scalar: 'string' };
const item: FieldSchema = { kind: 'map', field: (name) => (['name', 'value'].includes(name) ? text : undefined) };
const fields: Record<string, FieldSchema> = {
  keyed: { kind: 'list', listType: 'map', keys: ['name'], element: () => item },
  set: { kind: 'list', listType: 'set', element: () => text },
  atomic: { kind: 'list', atomic: true, element: () => text },
  labels: { kind: 'map', element: () => text },
  count: { kind: 'scalar', scalar: 'numeric' },
  free: deducedSchema,
};
const schema: FieldSchema = { kind: 'map', field: (name) => fields[name] };

function printed(set: Parameters<typeof pathsOf>[0]): string[] {
  return pathsOf(set).map(printPath);
}

describe('the fields that a value states', () => {
  it('are its leaves, its list items and the keys of its maps', () => {
    const value = { keyed: [{ name: 'a', value: '1' }], set: ['x'], atomic: ['y'], labels: { l: '1' }, free: { deep: [1] } };
    expect(printed(toFieldSet(value, schema))).toEqual(['.atomic', '.free.deep', '.keyed[name="a"]', '.keyed[name="a"].name', '.keyed[name="a"].value', '.labels.l', '.set[="x"]']);
  });

  it('include empty maps and null, but not empty lists', () => {
    expect(printed(toFieldSet({ labels: {}, count: null, keyed: [] }, schema))).toEqual(['.count', '.labels']);
  });

  it('name duplicates in a keyed list once and leave out what is below them', () => {
    const value = { keyed: [{ name: 'a', value: '1' }, { name: 'a', value: '2' }] };
    expect(printed(toFieldSet(value, schema))).toEqual(['.keyed[name="a"]']);
  });
});

describe('a comparison', () => {
  it('tells what was added, changed and removed', () => {
    const change = compare({ count: 1, labels: { a: '1' }, set: ['x'] }, { count: 2, labels: { a: '1', b: '2' } }, schema);
    expect(printed(change.added)).toEqual(['.labels.b']);
    expect(printed(change.modified)).toEqual(['.count']);
    expect(printed(change.removed)).toEqual(['.set', '.set[="x"]']);
  });

  it('marks a map that came to be as a whole too, but not one that was null', () => {
    expect(printed(compare({}, { labels: { a: '1' } }, schema).added)).toEqual(['.labels', '.labels.a']);
    expect(printed(compare({ labels: null }, { labels: { a: '1' } }, schema).added)).toEqual(['.labels.a']);
  });

  it('takes big integers and numbers of the same value for equal', () => {
    expect(printed(compare({ count: 5 }, { count: 5n }, schema).modified)).toEqual([]);
  });
});

describe('a merge', () => {
  it('lets the right side win, keeps what only the left has, and replaces atomic lists', () => {
    const left = { count: 1, atomic: ['a'], labels: { a: '1' } };
    expect(merge(left, { atomic: ['b'], labels: { b: '2' } }, schema)).toEqual({ count: 1, atomic: ['b'], labels: { a: '1', b: '2' } });
  });

  it('merges keyed lists by item in the order of the right side', () => {
    const names = (value: unknown): string[] => (value as { keyed: { name: string }[] }).keyed.map(({ name }) => name);
    const list = (...all: string[]): unknown => ({ keyed: all.map((name) => ({ name })) });
    expect(names(merge(list('a', 'b', 'c'), list('c', 'a'), schema))).toEqual(['b', 'c', 'a']);
    expect(names(merge(list('a', 'b'), list('x', 'b'), schema))).toEqual(['a', 'x', 'b']);
  });
});

describe('taking fields out', () => {
  it('removes items and keys and leaves null where nothing is left', () => {
    const value = { keyed: [{ name: 'a' }, { name: 'b' }], labels: { l: '1' } };
    const gone = toFieldSet({ keyed: [{ name: 'a' }], labels: { l: '1' } }, schema);
    expect(removeItems(value, gone, schema)).toEqual({ keyed: [{ name: 'b' }], labels: null });
  });
});

describe('type errors', () => {
  it('name the path and use the words of the API server', () => {
    expect(typeErrors({ nope: 1 }, schema)).toEqual(['.nope: field not declared in schema']);
    expect(typeErrors({ count: '3' }, schema)).toEqual(['.count: expected numeric (int or float), got string']);
    expect(typeErrors({ keyed: [{ name: 'a' }, { name: 'a' }] }, schema)).toEqual(['.keyed: duplicate entries for key [name="a"]']);
    expect(typeErrors({ keyed: [{ value: 'a' }] }, schema)).toEqual(['.keyed: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn\'t have default values for any key fields)']);
  });
});
