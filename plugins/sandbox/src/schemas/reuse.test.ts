import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reuse } from './reuse.ts';

describe('a new state beside an old one', () => {
  it('has the same JSON as before, order of fields included', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (next, before) => {
      expect(JSON.stringify(reuse(next, before))).toBe(JSON.stringify(next));
    }));
  });

  it('is the old one when nothing changed', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(reuse(structuredClone(value), value)).toBe(value);
    }));
  });

  it('keeps the parts of the old one that did not change', () => {
    const before = { spec: { ports: [{ port: 1 }, { port: 2 }] }, status: { ready: 0 } };
    const next = reuse({ spec: { ports: [{ port: 1 }, { port: 3 }] }, status: { ready: 0 } }, before) as typeof before;
    expect(next.spec.ports[0]).toBe(before.spec.ports[0]);
    expect(next.status).toBe(before.status);
    expect(next.spec.ports[1]).toEqual({ port: 3 });
  });

  it('does not take another order of fields for the same', () => {
    const before = { a: 1, b: 2 };
    expect(Object.keys(reuse({ b: 2, a: 1 }, before) as object)).toEqual(['b', 'a']);
  });
});
