import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { writerOf } from './field-owner.ts';
import { relevantOf } from './relevant.ts';

const DESIRED = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', labels: { app: 'web' } } } as KubernetesObject;

function live(change: Record<string, unknown> = {}, metadata: Record<string, unknown> = {}): KubernetesObject {
  const spec = { replicas: 2, template: { spec: { containers: [{ name: 'c', image: 'a:1' }] } } };
  return { ...DESIRED, metadata: { ...DESIRED.metadata, uid: 'u', resourceVersion: '1', ...metadata }, spec, ...change };
}

function digest(object: KubernetesObject): string {
  return relevantOf(object, DESIRED, []).digest;
}

describe('what matters of a live object', () => {
  it.each([
    ['its status', live({ status: { replicas: 1 } })],
    ['its version', live({}, { resourceVersion: '2', generation: 5 })],
    ['an annotation of somebody else', live({}, { annotations: { 'example.com/a': '1' } })],
    ['a label of somebody else', live({}, { labels: { app: 'web', other: 'x' } })],
  ])('is not %s', (_what, changed) => {
    expect(digest(changed)).toBe(digest(live()));
  });

  it.each([
    ['a field of its spec', live({ spec: { replicas: 3 } })],
    ['a label that the release sets', live({}, { labels: { app: 'other' } })],
    ['content beside the spec', live({ data: { a: '1' } })],
  ])('is %s', (_what, changed) => {
    expect(digest(changed)).not.toBe(digest(live()));
  });

  it('is not what an autoscaler sets', () => {
    const scaledTo = (replicas: number) => live({ spec: { replicas, paused: false } }, { managedFields: [{ manager: 'kube-controller-manager', operation: 'Update', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } }] });
    expect(digest(scaledTo(2))).toBe(digest(scaledTo(9)));
  });

  it('is only the version where there are secrets, so that no trace of one is kept', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', resourceVersion: '7' }, data: { a: 'b' } } as KubernetesObject;
    expect(relevantOf(secret, secret, []).digest).toBe('7');
    expect(relevantOf(live(), DESIRED, [['spec']]).fields()).toEqual({ '(content)': '1' });
  });

  it('is told field by field', () => {
    expect(Object.keys(relevantOf(live(), DESIRED, []).fields())).toEqual([
      'spec.template.spec.containers[0].name', 'spec.template.spec.containers[0].image', 'metadata.labels.app',
    ]);
  });
});

describe('who wrote a field last', () => {
  const managedFields = [
    { manager: 'sherpack/web.1', operation: 'Apply', time: '2026-01-03T00:00:00Z', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    { manager: 'kubectl-edit', operation: 'Update', time: '2026-01-02T00:00:00Z', fieldsV1: { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:image': {} } } } } } } },
    { manager: 'other', operation: 'Update', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': { 'f:paused': {} } } },
  ];

  it('is its manager with the time, found through lists too', () => {
    const object = live({}, { managedFields });
    expect(writerOf(object, ['spec', 'template', 'spec', 'containers', 0, 'image'], 'sherpack/web.1')).toBe('kubectl-edit at 2026-01-02T00:00:00Z');
    expect(writerOf(object, ['spec', 'paused'], 'sherpack/web.1')).toBe('other at 2026-01-01T00:00:00Z');
  });
});
