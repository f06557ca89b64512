import { expect, it } from 'vitest';
import { testClient } from './test-client.ts';

const services = '/api/v1/namespaces/default/services';

function service(name: string, spec: Record<string, unknown>): unknown {
  return { metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } };
}

it('an address belongs to one Service as long as that has it', async () => {
  const { call } = await testClient();
  const create = async (name: string): Promise<number> => (await call('POST', services, service(name, { clusterIP: '10.0.0.50' }))).status;
  expect(await create('first')).toBe(201);
  expect(await create('second')).toBe(422);
  await call('DELETE', `${services}/first`);
  expect(await create('second')).toBe(201);
});

it('a node port belongs to one Service, which may go on with it', async () => {
  const { call } = await testClient();
  const wanted = { type: 'NodePort', ports: [{ port: 80, nodePort: 30_500 }] };
  const { body } = await call('POST', services, service('first', wanted));
  expect((await call('POST', services, service('second', wanted))).status).toBe(422);
  expect((await call('PUT', `${services}/first`, { ...body, metadata: { ...body.metadata, labels: { a: 'b' } } })).status).toBe(200);
  await call('PATCH', `${services}/first`, { spec: { type: 'ClusterIP' } }, { 'content-type': 'application/merge-patch+json' });
  expect((await call('POST', services, service('second', wanted))).status).toBe(201);
});

it('what was held in another state is free after that was put back, and the other way round', async () => {
  const { call, server } = await testClient();
  const create = async (name: string): Promise<number> => (await call('POST', services, service(name, { clusterIP: '10.0.0.50' }))).status;
  const empty = await server.state();
  expect(await create('first')).toBe(201);
  const taken = await server.state();
  await server.restore(empty);
  expect(await create('second')).toBe(201);
  await call('DELETE', `${services}/second`);
  await server.restore(taken);
  expect(await create('third')).toBe(422);
});
