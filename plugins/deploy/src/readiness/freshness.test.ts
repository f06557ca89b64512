import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@sherpack/plugin-api';
import type { Before } from './freshness.ts';
import { confirmationOf, isChange, receiptOf, whyStale } from './freshness.ts';
import { judgeObject } from './judge-object.ts';

function seen(metadata: object, rest: object = {}): KubernetesObject {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a', uid: 'u1', generation: 2, resourceVersion: '10', ...metadata }, ...rest };
}

const RECEIPT = receiptOf(seen({}), undefined);

describe('what was seen of an object after a write', () => {
  it.each([
    ['the answer itself', {}, undefined],
    ['a later state', { resourceVersion: '11', generation: 3 }, undefined],
    ['versions that are no numbers', { resourceVersion: 'x' }, undefined],
    ['an older version', { resourceVersion: '9' }, 'the change has not been seen yet'],
    ['an older generation', { generation: 1, resourceVersion: '11' }, 'the change has not been seen yet'],
    ['a successor of the same name', { uid: 'u2', resourceVersion: '11' }, 'another object has taken its name'],
  ])('is judged by its age: %s', (_what, metadata, expected) => {
    expect(whyStale(seen(metadata), RECEIPT)).toBe(expected);
  });

  it('is believed when nothing was written', () => {
    expect(whyStale(seen({}), undefined)).toBeUndefined();
  });

  it('is outdated while the controller names an older generation', () => {
    expect(whyStale(seen({}, { status: { observedGeneration: 1 } }), undefined)).toBe('the controller has not seen the change yet');
  });
});

describe('a write', () => {
  const { generation: _none, ...plain } = seen({}).metadata;
  const without = (resourceVersion: string) => ({ ...seen({}), metadata: { ...plain, resourceVersion } });

  it.each([
    ['a new object', undefined, seen({}), true],
    ['a successor', seen({ uid: 'u0' }), seen({}), true],
    ['a new generation', seen({ generation: 1 }), seen({}), true],
    ['a label only', seen({ resourceVersion: '9' }), seen({}), false],
    ['a kind without generations, changed', without('9'), without('10'), true],
    ['a kind without generations, as it was', without('10'), without('10'), false],
  ])('is a change by what controllers act on: %s', (_what, before, after, expected) => {
    expect(isChange(before?.metadata as Before | undefined, after.metadata as Before)).toBe(expected);
  });
});

const READY = { type: 'Ready', status: 'True' };
const STATUS = { status: { conditions: [READY] } };

describe('a status', () => {
  it.each([
    ['by the generation of its condition', seen({}), [{ ...READY, observedGeneration: 2 }], 'confirmed'],
    ['not by the older generation of its condition', seen({}), [{ ...READY, observedGeneration: 1 }], 'outdated'],
    ['by its own change', seen({}, { status: { phase: 'other' } }), [READY], 'confirmed'],
    ['not by standing there as before', seen({}, STATUS), [READY], 'untold'],
  ])('is confirmed %s', (_what, object, deciding, expected) => {
    expect(confirmationOf(object, receiptOf(seen({}, STATUS), undefined), deciding)).toBe(expected);
  });

  it('needs no confirmation when the write changed nothing', () => {
    expect(confirmationOf(seen({}, STATUS), receiptOf(seen({}, STATUS), seen({}).metadata as Before), [READY])).toBe('confirmed');
  });

  it('of numbers beyond 2^53 can be compared', () => {
    const large = seen({}, { status: { offset: 9_007_199_254_740_993n } });
    expect(confirmationOf(large, receiptOf(large, undefined), [])).toBe('untold');
  });
});

describe('a custom resource that says Ready as it did before our write', () => {
  const surroundings = { bindingMode: () => undefined, hasConsumer: () => false };
  const grounds = { receipt: receiptOf(seen({}, STATUS), undefined), rule: undefined, surroundings, hasStatus: true };

  it('is not ready', () => {
    expect(judgeObject(seen({ resourceVersion: '12' }, STATUS), grounds).verdict).toMatchObject({ state: 'progressing', hint: expect.stringContaining('ready-when') });
  });

  it('is ready once its status has changed', () => {
    expect(judgeObject(seen({ resourceVersion: '12' }, { status: { conditions: [READY], url: 'new' } }), grounds).verdict.state).toBe('ready');
  });

  it('never settles into ready, but into unknown', () => {
    const nothing = judgeObject(seen({}, {}), grounds);
    expect(nothing.verdict.state).toBe('progressing');
    expect(nothing.settles).toMatchObject({ afterMs: 30_000, verdict: { state: 'unknown' } });
  });

  it('has nothing to wait for where its kind has no status', () => {
    expect(judgeObject(seen({}, {}), { ...grounds, hasStatus: false }).verdict.state).toBe('ready');
  });
});
