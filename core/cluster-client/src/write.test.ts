import { parseYaml } from '@sherpack/yaml/parse';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { CONFIG_MAP, errorOf, scriptedClient } from '../fixtures/scripted-transport.ts';
import { AGGREGATED } from './discovery-documents.ts';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'demo', name: 'a' };

const WIDGETS = {
  kind: 'APIGroupDiscoveryList',
  items: [{ metadata: { name: 'x.example' }, versions: [{ version: 'v1', resources: [{ resource: 'widgets', responseKind: { kind: 'Widget' }, scope: 'Namespaced', verbs: [] }] }] }],
};

function withWidgets(request: { readonly path: string }) {
  if (request.path === '/apis') return { body: WIDGETS };
  return { body: request.path === '/api' ? { kind: 'APIGroupDiscoveryList' } : CONFIG_MAP };
}

describe('writes', () => {
  it('send numbers exactly as they were rendered', async () => {
    const { cluster, requests } = scriptedClient(withWidgets);
    const text = 'apiVersion: x.example/v1\nkind: Widget\nmetadata: {name: w}\nspec: {big: 9007199254740993, one: 1.0, tenth: 0.10, plain: 3}\n';
    await cluster.apply(parseYaml(text, { exactNumbers: true }) as KubernetesObject, { fieldManager: 'me' });
    expect(requests.at(-1)?.body).toBe('{"apiVersion":"x.example/v1","kind":"Widget","metadata":{"name":"w"},"spec":{"big":9007199254740993,"one":1.0,"tenth":0.10,"plain":3}}');
  });

  it('go where the API wants them, with what it needs to be strict', async () => {
    const { cluster, requests } = scriptedClient(() => ({ body: CONFIG_MAP }));
    await cluster.create(CONFIG_MAP, { fieldManager: 'me' });
    await cluster.apply(CONFIG_MAP, { fieldManager: 'sherpack/a b', force: true });
    await cluster.replace({ ...CONFIG_MAP, metadata: { name: 'a', namespace: 'demo' } });
    await cluster.patch(REF, 'merge', {}, { subresource: 'status' });
    await cluster.patch(REF, 'json', []);
    await cluster.patch(REF, 'strategic', {});
    expect(requests.map(({ method, path, headers }) => [method, path, headers['content-type']])).toEqual([
      ['POST', '/api/v1/namespaces/home/configmaps?fieldManager=me&fieldValidation=Strict', 'application/json'],
      ['PATCH', '/api/v1/namespaces/home/configmaps/a?fieldManager=sherpack%2Fa%20b&force=true&fieldValidation=Strict', 'application/apply-patch+yaml'],
      ['PUT', '/api/v1/namespaces/demo/configmaps/a?fieldValidation=Strict', 'application/json'],
      ['PATCH', '/api/v1/namespaces/demo/configmaps/a/status', 'application/merge-patch+json'],
      ['PATCH', '/api/v1/namespaces/demo/configmaps/a', 'application/json-patch+json'],
      ['PATCH', '/api/v1/namespaces/demo/configmaps/a', 'application/strategic-merge-patch+json'],
    ]);
    expect(requests.every(({ headers }) => headers['user-agent'] === 'sherpack/test')).toBe(true);
  });

  it('are all dry runs where only dry runs are allowed', async () => {
    const { cluster, requests } = scriptedClient(() => ({ body: CONFIG_MAP }));
    await cluster.dryRun.create(CONFIG_MAP);
    await cluster.dryRun.apply(CONFIG_MAP, { fieldManager: 'me' });
    await cluster.dryRun.replace(CONFIG_MAP);
    await cluster.dryRun.patch(REF, 'merge', {});
    await cluster.dryRun.delete(REF);
    expect(requests.filter(({ path }) => !path.includes('dryRun=All'))).toEqual([]);
    expect(JSON.parse(requests.at(-1)?.body ?? '')).toMatchObject({ dryRun: ['All'] });
  });

  it('delete with preconditions, propagation and grace', async () => {
    const { cluster, requests } = scriptedClient(() => ({ body: {} }));
    await cluster.delete(REF, { uid: 'u', resourceVersion: '7', propagation: 'foreground', gracePeriodSeconds: 0 });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
      apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'u', resourceVersion: '7' }, propagationPolicy: 'Foreground', gracePeriodSeconds: 0,
    });
  });

  it('hand on the warnings of the server, each once', async () => {
    const warning = ['299 - "spec.x is \\"old\\"", 299 kube "two, with a comma" "Thu, 01 Jan 1970 00:00:00 GMT"', '299 - "two, with a comma"'];
    const { cluster } = scriptedClient(() => ({ body: CONFIG_MAP, headers: { warning } }));
    expect((await cluster.create(CONFIG_MAP)).warnings).toEqual(['spec.x is "old"', 'two, with a comma']);
  });

  it('encode names that RBAC allows', async () => {
    const { cluster, requests } = scriptedClient(() => ({ body: CONFIG_MAP }));
    await cluster.get({ ...REF, name: 'system:a/b c' });
    expect(requests[0]?.path).toBe('/api/v1/namespaces/demo/configmaps/system%3Aa%2Fb%20c');
  });

  it('want a name', async () => {
    const { cluster, requests } = scriptedClient(() => ({ body: CONFIG_MAP }));
    expect((await errorOf(cluster.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'a-' } }, { fieldManager: 'me' }))).code).toBe('CLUSTER_NO_NAME');
    expect(requests).toEqual([]);
  });
});

describe('discovery', () => {
  it('asks for the aggregated form, once per connection, and not at all for kinds that every server has', async () => {
    const { cluster, requests } = scriptedClient(withWidgets);
    await cluster.get(REF);
    await cluster.get({ apiVersion: 'x.example/v1', kind: 'Widget', name: 'w' });
    await cluster.discovery();
    expect(requests.map(({ path }) => path)).toEqual(['/api/v1/namespaces/demo/configmaps/a', '/api', '/apis', '/apis/x.example/v1/namespaces/home/widgets/w']);
    expect(requests[1]?.headers['accept']).toBe(AGGREGATED);
  });

  it('looks up an unknown kind anew, once for all who miss one at the same time', async () => {
    let defined = false;
    const { cluster, requests } = scriptedClient((request) => (defined ? withWidgets(request) : { body: { kind: 'APIGroupDiscoveryList' } }));
    await cluster.discovery();
    defined = true;
    const found = await Promise.all([1, 2, 3].map(() => cluster.resource({ apiVersion: 'x.example/v1', kind: 'Widget' })));
    expect([found.map((resource) => resource?.plural), requests.length]).toEqual([['widgets', 'widgets', 'widgets'], 4]);
  });

  it('reads the plain form of old servers and leaves out an aggregated API that is down', async () => {
    const { cluster } = scriptedClient(({ path }) => {
      if (path === '/api') return { body: { kind: 'APIVersions', versions: ['v1'] } };
      if (path === '/apis') return { body: { kind: 'APIGroupList', groups: [{ versions: [{ groupVersion: 'down.example/v1' }, { groupVersion: 'apps/v1' }] }] } };
      if (path === '/apis/down.example/v1') return { status: 503, body: 'no endpoints' };
      return { body: { kind: 'APIResourceList', resources: path === '/api/v1' ? [{ name: 'pods', kind: 'Pod', namespaced: true, verbs: ['get'] }, { name: 'pods/log', kind: 'Pod' }] : [] } };
    });
    const { resources, apiVersions } = await cluster.discovery();
    expect(apiVersions).toEqual(['v1', 'down.example/v1', 'apps/v1']);
    expect(resources.map(({ kind, plural, subresources }) => [kind, plural, subresources])).toEqual([['Pod', 'pods', ['log']]]);
  });

  it('says where a kind is served if not there', async () => {
    const { cluster } = scriptedClient(withWidgets);
    const error = await errorOf(cluster.create({ apiVersion: 'x.example/v2', kind: 'Widget', metadata: { name: 'w' } }));
    expect([error.code, error.hint]).toEqual(['CLUSTER_UNKNOWN_KIND', 'Widget is served in x.example/v1; change apiVersion.']);
  });
});
