import { describe, expect, it } from 'vitest';
import type { FieldSchema } from './field-schema.ts';
import { fieldSetOf, pathsOf } from './field-set.ts';
import { printPath } from './path-element.ts';
import { applyManagers, FieldConflictError, updateManagers, type Managers, type UpdaterContext } from './updater.ts';

const text: FieldSchema = { kind: 'scalar', scalar: 'string' };
const data: FieldSchema = { kind: 'map', element: () => text };
const schema: FieldSchema = { kind: 'map', field: (name) => ({ data, status: text })[name] };
const context: UpdaterContext = { schemaOf: (version) => (version === 'gone' ? undefined : schema), convert: ({ value }) => value };

function at(value: unknown): { value: unknown; version: string } {
  return { value, version: 'v1' };
}

function owned(managers: Managers): Record<string, string[]> {
  return Object.fromEntries([...managers].map(([name, { set }]) => [name, pathsOf(set).map(printPath)]));
}

describe('an update', () => {
  it('takes the fields that it changes from their owners', () => {
    const before = updateManagers(at({}), at({ data: { a: '1', b: '1' } }), new Map(), 'first', context);
    const after = updateManagers(at({ data: { a: '1', b: '1' } }), at({ data: { a: '2', b: '1' } }), before, 'second', context);
    expect(owned(after)).toEqual({ first: ['.data', '.data.b'], second: ['.data.a'] });
  });

  it('never owns what its request ignores', () => {
    const managers = updateManagers(at({}), at({ status: 'x' }), new Map(), 'm', { ...context, ignored: fieldSetOf(['f:status']) });
    expect(owned(managers)).toEqual({});
  });

  it('forgets managers whose API version is gone', () => {
    const old: Managers = new Map([['old', { set: fieldSetOf(['f:data']), version: 'gone', applied: true }]]);
    expect(owned(updateManagers(at({}), at({ status: 'x' }), old, 'm', context))).toEqual({ m: ['.status'] });
  });
});

describe('an apply', () => {
  it('removes what its manager no longer states and nobody else owns', () => {
    const first = applyManagers(at({}), at({ data: { a: '1', b: '1' } }), new Map(), 'm', false, context);
    const second = applyManagers(at(first.value), at({ data: { a: '1' } }), first.managers, 'm', false, context);
    expect(second.value).toEqual({ data: { a: '1' } });
  });

  it('keeps what another manager also states', () => {
    const first = applyManagers(at({}), at({ data: { a: '1' } }), new Map(), 'm', false, context);
    const both = applyManagers(at(first.value), at({ data: { a: '1' } }), first.managers, 'n', false, context);
    expect(both.value).toBeUndefined();
    const left = applyManagers(at(first.value), at({}), both.managers, 'm', false, context);
    expect(owned(left.managers)).toEqual({ n: ['.data.a'] });
  });

  it('refuses to change the fields of others and says which', () => {
    const first = applyManagers(at({}), at({ data: { a: '1' } }), new Map(), 'm', false, context);
    const apply = (): unknown => applyManagers(at(first.value), at({ data: { a: '2' } }), first.managers, 'n', false, context);
    expect(apply).toThrow(FieldConflictError);
    expect(apply).toThrow(expect.objectContaining({ conflicts: [{ manager: 'm', path: '.data.a' }] }));
  });

  it('takes them by force', () => {
    const first = applyManagers(at({}), at({ data: { a: '1' } }), new Map(), 'm', false, context);
    const taken = applyManagers(at(first.value), at({ data: { a: '2' } }), first.managers, 'n', true, context);
    expect(taken.value).toEqual({ data: { a: '2' } });
    expect(owned(taken.managers)).toEqual({ n: ['.data.a'] });
  });
});
