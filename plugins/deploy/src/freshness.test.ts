import { describe, expect, it } from 'vitest';
import { receiptOf, whyStale } from './freshness.ts';

function seen(metadata: object) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', uid: 'u1', generation: 2, resourceVersion: '10', ...metadata } };
}

const WRITTEN = receiptOf(seen({}), undefined);

describe('what was seen of an object after a write', () => {
  it.each([
    ['the answer itself', {}, undefined],
    ['a later state', { resourceVersion: '11', generation: 3 }, undefined],
    ['versions that are no numbers', { resourceVersion: 'x' }, undefined],
    ['an older version', { resourceVersion: '9' }, 'the change has not been seen yet'],
    ['an older generation', { generation: 1, resourceVersion: '11' }, 'the change has not been seen yet'],
    ['a successor of the same name', { uid: 'u2', resourceVersion: '11' }, 'another object has taken its name'],
  ])('is judged by its age: %s', (_what, metadata, expected) => {
    expect(whyStale(seen(metadata), WRITTEN)).toBe(expected);
  });

  it('is believed when nothing was written', () => {
    expect(whyStale(seen({}), undefined)).toBeUndefined();
  });
});
