import { describe, expect, it } from 'vitest';
import { testClient, type TestClient } from '../server/test-client.ts';

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const things = '/apis/x.test/v1/namespaces/default/things';

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer', default: 3 },
        nested: { type: 'object', default: {}, properties: { mode: { type: 'string', default: 'a' } } },
        pattern: { type: 'string', pattern: '(?i)^abc$' },
        replicas: { type: 'integer' },
      },
      'x-kubernetes-validations': [{ rule: 'self.size < 10', messageExpression: "'size is ' + string(self.size)" }],
    },
    status: { type: 'object', properties: { phase: { type: 'string' } } },
  },
};

async function withThings(version: Record<string, unknown> = {}): Promise<TestClient> {
  const client = await testClient();
  const names = { kind: 'Thing', plural: 'things' };
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, subresources: { status: {} }, ...version }];
  await client.call('POST', definitions, { metadata: { name: 'things.x.test' }, spec: { group: 'x.test', scope: 'Namespaced', names, versions } });
  return client;
}

describe('a custom kind', () => {
  it('is served and discovered once it is established', async () => {
    const client = await withThings();
    const definition = await client.get(`${definitions}/things.x.test`);
    expect(definition['status']).toMatchObject({ acceptedNames: { singular: 'thing', listKind: 'ThingList' }, conditions: expect.arrayContaining([expect.objectContaining({ type: 'Established', status: 'True' })]) });
    expect((await client.get('/apis/x.test/v1'))['resources']).toContainEqual(expect.objectContaining({ name: 'things/status' }));
  });

  it('fills in defaults, nested ones too', async () => {
    const client = await withThings();
    const created = await client.call('POST', things, { apiVersion: 'x.test/v1', kind: 'Thing', metadata: { name: 't' }, spec: {} });
    expect(created.body['spec']).toEqual({ size: 3, nested: { mode: 'a' } });
  });

  it('checks patterns as Go reads them and rules with their own messages', async () => {
    const client = await withThings();
    const post = (spec: object): ReturnType<TestClient['call']> => client.call('POST', things, { apiVersion: 'x.test/v1', kind: 'Thing', metadata: { name: 't' }, spec });
    expect((await post({ pattern: 'x' })).body.message).toContain("spec.pattern in body should match '(?i)^abc$'");
    expect((await post({ size: 12 })).body.message).toBe('Thing.x.test "t" is invalid: spec: Invalid value: size is 12');
    expect((await post({ pattern: 'ABC' })).status).toBe(201);
  });

  it('keeps status and spec apart and counts changes of the spec', async () => {
    const client = await withThings();
    await client.call('POST', things, { apiVersion: 'x.test/v1', kind: 'Thing', metadata: { name: 't' }, spec: {}, status: { phase: 'no' } });
    const patch = { 'content-type': 'application/merge-patch+json' };
    await client.call('PATCH', `${things}/t/status`, { spec: { size: 9 }, status: { phase: 'Ready' } }, patch);
    await client.call('PATCH', `${things}/t`, { spec: { size: 4 }, status: { phase: 'no' } }, patch);
    expect(await client.get(`${things}/t`)).toMatchObject({ metadata: { generation: 2 }, spec: { size: 4 }, status: { phase: 'Ready' } });
  });

  it('prints its own columns and warns of deprecated versions', async () => {
    const columns = [{ name: 'Size', type: 'integer', jsonPath: '.spec.size' }, { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' }];
    const client = await withThings({ additionalPrinterColumns: columns, deprecated: true, deprecationWarning: 'use v2' });
    await client.call('POST', things, { apiVersion: 'x.test/v1', kind: 'Thing', metadata: { name: 't' }, spec: {} });
    const table = await client.call('GET', things, undefined, { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' });
    expect((table.body['rows'] as { cells: unknown[] }[])[0]?.cells).toEqual(['t', 3, '0s']);
    expect(table.headers['warning']).toBe('299 - "use v2"');
  });

  it('goes with its definition, and its objects with it', async () => {
    const client = await withThings();
    await client.call('POST', things, { apiVersion: 'x.test/v1', kind: 'Thing', metadata: { name: 't' }, spec: {} });
    await client.call('DELETE', `${definitions}/things.x.test`);
    expect((await client.call('GET', `${things}/t`)).status).toBe(404);
    expect((await client.call('GET', '/apis/x.test')).status).toBe(404);
  });

  it('is not served when another kind of its group has its names', async () => {
    const client = await withThings();
    const names = { kind: 'Thing', plural: 'others', singular: 'other' };
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }];
    await client.call('POST', definitions, { metadata: { name: 'others.x.test' }, spec: { group: 'x.test', scope: 'Cluster', names, versions } });
    const clash = await client.get(`${definitions}/others.x.test`);
    expect(clash['status']).toMatchObject({ conditions: expect.arrayContaining([expect.objectContaining({ type: 'NamesAccepted', status: 'False', reason: 'KindConflict' })]) });
    expect((await client.call('GET', '/apis/x.test/v1/others')).status).toBe(404);
  });
});
