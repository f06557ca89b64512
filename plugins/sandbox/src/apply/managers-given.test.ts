import { describe, expect, it } from 'vitest';
import type { Reply } from '../server/test-client.ts';
import { testClient } from '../server/test-client.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const map = { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } };
const entry = { manager: 'x', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:data': { 'f:a': {} } } };

/** A PUT over a new map that brings its own `managedFields`. */
async function put(managedFields: unknown): Promise<Reply> {
  const { call } = await testClient({ controllers: false });
  await call('POST', maps, { ...map, metadata: { name: 'a' } }, { 'user-agent': 'own' });
  return call('PUT', `${maps}/a`, { ...map, metadata: { name: 'a', managedFields } }, { 'user-agent': 'own' });
}

function managers({ body }: Reply): unknown {
  return body.metadata.managedFields?.map(({ manager }) => manager);
}

// As recorded from kube-apiserver 1.36.4.
describe('managedFields that a client writes', () => {
  it('are taken as they are', async () => {
    expect((await put([entry])).body.metadata.managedFields).toEqual([entry]);
  });

  it.each([[[]], [[{}]]])('are emptied by %j', async (given) => {
    expect(managers(await put(given))).toBeUndefined();
  });

  it.each([
    [[{ ...entry, operation: 'Odd' }]],
    [[{ ...entry, fieldsType: 'FieldsV2' }]],
    [[{ ...entry, apiVersion: '' }]],
    [[{ ...entry, fieldsV1: { data: {} } }]],
    [[{ ...entry, fieldsV1: { 'f:data': { 'v:{': {} } } }]],
    [[entry, {}]],
    [[{}, {}]],
  ])('count for nothing when one cannot be read: %j', async (given) => {
    expect(managers(await put(given))).toEqual(['own']);
  });

  it('are refused with a name that cannot be printed or is too long', async () => {
    expect((await put([{ ...entry, manager: '\u0001' }])).body.message).toContain('metadata.managedFields[0].manager: Invalid value');
    expect((await put([{ ...entry, manager: 'm'.repeat(129) }])).body.message).toContain('metadata.managedFields[0].manager: Too long: may not be more than 128 bytes');
  });
});
