import { describe, expect, it } from 'vitest';
import { testClient, workload } from './test-client.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const mergePatch = { 'content-type': 'application/merge-patch+json' };

describe('the API server', () => {
  it('creates, gives back, changes and deletes an object', async () => {
    const { call } = await testClient();
    expect((await call('POST', maps, { metadata: { name: 'a' }, data: { k: 'v' } })).status).toBe(201);
    expect((await call('PATCH', `${maps}/a`, { data: { l: 'w' } }, mergePatch)).body['data']).toEqual({ k: 'v', l: 'w' });
    expect((await call('DELETE', `${maps}/a`)).body['status']).toBe('Success');
    expect((await call('GET', `${maps}/a`)).status).toBe(404);
  });

  it('keeps integers beyond 2^53 exact', async () => {
    const { server } = await testClient();
    const body = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"terminationGracePeriodSeconds":9007199254740993,"containers":[{"name":"c","image":"i"}]}}';
    const response = await server.handle({ method: 'POST', path: '/api/v1/namespaces/default/pods', body });
    expect(response.body).toContain('"terminationGracePeriodSeconds":9007199254740993');
  });

  it('gives the same answers to the same requests under a virtual clock', async () => {
    const answers = [];
    for (let i = 0; i < 2; i += 1) {
      const client = await testClient();
      await client.call('POST', '/apis/apps/v1/namespaces/default/deployments', workload('Deployment', 'd', { replicas: 2 }, 'slow:5s'));
      await client.pass(10_000);
      answers.push([await client.items('/api/v1/namespaces/default/pods'), await client.items('/api/v1/namespaces/default/events')]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('does not write a dry run', async () => {
    const { call } = await testClient();
    expect((await call('POST', `${maps}?dryRun=All`, { metadata: { name: 'a' } })).status).toBe(201);
    expect((await call('GET', `${maps}/a`)).status).toBe(404);
  });

  it('refuses unknown fields when told to be strict, and warns of them when not', async () => {
    const { call } = await testClient();
    const strict = await call('POST', `${maps}?fieldValidation=Strict`, { metadata: { name: 'a' }, dta: {} });
    expect(strict.body.message).toBe('ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "dta"');
    const lenient = await call('POST', maps, { metadata: { name: 'a' }, dta: {} });
    expect(lenient.headers['warning']).toBe('299 - "unknown field \\"dta\\""');
  });

  it('refuses ConfigMaps above 1 MiB and bodies above 3 MiB', async () => {
    const { call } = await testClient();
    const big = await call('POST', maps, { metadata: { name: 'a' }, data: { k: 'x'.repeat(1024 * 1024 + 1) } });
    expect([big.status, big.body.message]).toEqual([422, 'ConfigMap "a" is invalid: : Too long: may not be more than 1048576 bytes']);
    expect((await call('POST', maps, { metadata: { name: 'a' }, data: { k: 'x'.repeat(3 * 1024 * 1024) } })).status).toBe(413);
  });

  it('counts what is left when it lists in pages', async () => {
    const { call } = await testClient({ controllers: false });
    for (const name of ['a', 'b', 'c']) await call('POST', maps, { metadata: { name } });
    const first = await call('GET', `${maps}?limit=2`);
    expect(first.body.metadata).toMatchObject({ remainingItemCount: 1 });
    const next = await call('GET', `${maps}?limit=2&continue=${String(first.body.metadata['continue'])}`);
    expect(next.body.items?.map((item) => item.metadata.name)).toEqual(['c']);
  });

  it('answers discovery, versions, health and reviews', async () => {
    const { call, get } = await testClient();
    const aggregated = await call('GET', '/apis', undefined, { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' });
    expect(aggregated.headers['content-type']).toContain('as=APIGroupDiscoveryList');
    expect((await get('/api/v1'))['resources']).toContainEqual(expect.objectContaining({ name: 'pods/log' }));
    expect(await get('/version')).toMatchObject({ gitVersion: 'v1.36.4' });
    expect((await call('GET', '/readyz')).body.message).toBe('ok');
    const review = await call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec: {} });
    expect(review.body['status']).toMatchObject({ allowed: true });
  });

  it('describes its kinds in OpenAPI so that kubectl leaves validation to it', async () => {
    const { get } = await testClient();
    const document = await get('/openapi/v3/apis/apps/v1');
    const patch = (document['paths'] as Record<string, { patch: { parameters: { name: string }[] } }>)['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.patch;
    expect(patch?.parameters.map(({ name }) => name)).toContain('fieldValidation');
  });
});
