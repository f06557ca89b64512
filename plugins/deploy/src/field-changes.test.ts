import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { fieldChanges } from './field-changes.ts';

function configMap(data: unknown, metadata = {}): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...metadata }, data };
}

function deployment(...containers: readonly object[]): KubernetesObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { containers } };
}

describe('the changes of an object', () => {
  it('are told field by field, without what the server writes by itself', () => {
    const before = { ...configMap({ a: '1', b: '2' }, { resourceVersion: '5', generation: 1, managedFields: [] }), status: { x: 1 } };
    const after = { ...configMap({ a: '1', b: '3', c: '4' }, { resourceVersion: '6', generation: 2 }), status: { x: 2 } };
    expect(fieldChanges(before, after, [])).toEqual([
      { path: ['data', 'b'], before: '2', after: '3', secret: false },
      { path: ['data', 'c'], before: undefined, after: '4', secret: false },
    ]);
  });

  it('are none between equal objects', () => {
    expect(fieldChanges(configMap({ a: '1' }), configMap({ a: '1' }), [])).toEqual([]);
  });

  it('are secret in the content of a Secret, whether or not it is marked', () => {
    const secret = (data: object) => ({ ...configMap(data, { labels: data }), kind: 'Secret' });
    const changes = fieldChanges(secret({ a: 'MQ==' }), secret({ a: 'Mg==' }), []);
    expect(changes.map(({ path, secret: isSecret }) => [path.join('.'), isSecret])).toEqual([['metadata.labels.a', false], ['data.a', true]]);
  });

  it('are secret at, above and below a marked field', () => {
    const marked = [['data', 'dsn']];
    expect(fieldChanges(configMap({ dsn: 'a' }), configMap({ dsn: 'b' }), marked)[0]?.secret).toBe(true);
    expect(fieldChanges(configMap(undefined), configMap({ dsn: 'b' }), marked)[0]).toMatchObject({ path: ['data'], secret: true });
    expect(fieldChanges(configMap({ dsn: { x: 1 } }), configMap({ dsn: { x: 2 } }), marked)[0]?.secret).toBe(true);
    expect(fieldChanges(configMap({ other: 'a' }), configMap({ other: 'b' }), marked)[0]?.secret).toBe(false);
  });

  it('are secret in a list too where something was put before the marked item', () => {
    const marked = [['spec', 'containers', 0, 'token']];
    const changes = fieldChanges(deployment({ name: 'injected' }, { token: 'old' }), deployment({ name: 'injected' }, { token: 'new' }), marked);
    expect(changes).toEqual([{ path: ['spec', 'containers', 1, 'token'], before: 'old', after: 'new', secret: true }]);
  });
});
