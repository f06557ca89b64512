import { describe, expect, it } from 'vitest';
import { ObjectStore } from '../store/object-store.ts';
import { testClient, type Reply, type TestClient } from './test-client.ts';

const maps = '/api/v1/namespaces/default/configmaps';

async function withMaps(...names: string[]): Promise<TestClient & { readonly store: ObjectStore }> {
  const store = new ObjectStore();
  const client = await testClient({ controllers: false, store });
  for (const name of names) await client.call('POST', maps, { metadata: { name, labels: { app: 'x' } } });
  return { ...client, store };
}

function namesOf({ body }: Reply): (string | undefined)[] {
  return body.items?.map(({ metadata }) => metadata.name) ?? [];
}

function metadataOf({ body }: Reply): { resourceVersion?: string; continue?: string; remainingItemCount?: number } {
  return body.metadata;
}

/** So many changes that the history forgets what was before them. */
function forget(store: ObjectStore): void {
  for (let i = 0; i < 20_001; i += 1) store.put({ bucket: 'leases.coordination.k8s.io', namespace: 'default', name: 'l' }, { metadata: { name: 'l' } });
}

describe('a list in pages', () => {
  it('shows the objects as they were at its first page', async () => {
    const client = await withMaps('a', 'b', 'c', 'd', 'e');
    const first = await client.call('GET', `${maps}?limit=2`);
    expect([namesOf(first), metadataOf(first).remainingItemCount]).toEqual([['a', 'b'], 3]);
    await client.call('DELETE', `${maps}/d`);
    await client.call('POST', maps, { metadata: { name: 'bb' } });
    await client.call('PATCH', `${maps}/c`, { data: { k: 'new' } }, { 'content-type': 'application/merge-patch+json' });
    const second = await client.call('GET', `${maps}?limit=2&continue=${metadataOf(first).continue}`);
    const third = await client.call('GET', `${maps}?limit=2&continue=${metadataOf(second).continue}`);
    expect([namesOf(second), namesOf(third), second.body.items?.[0]?.['data']]).toEqual([['c', 'd'], ['e'], undefined]);
    expect([metadataOf(second).resourceVersion, metadataOf(third).resourceVersion, metadataOf(third).continue]).toEqual([metadataOf(first).resourceVersion, metadataOf(first).resourceVersion, undefined]);
  });

  it('counts what remains only when nothing was selected, and goes on over namespaces', async () => {
    const client = await withMaps('a', 'b', 'c');
    await client.call('POST', '/api/v1/namespaces/kube-public/configmaps', { metadata: { name: 'z' } });
    const selected = await client.call('GET', `${maps}?limit=1&labelSelector=app%3Dx`);
    expect(metadataOf(selected).remainingItemCount).toBeUndefined();
    const seen: (string | undefined)[] = [];
    for (let token = '', pages = 0; pages < 10; pages += 1) {
      const page = await client.call('GET', `/api/v1/configmaps?limit=1&continue=${token}`);
      seen.push(...namesOf(page));
      token = metadataOf(page).continue ?? '';
      if (token === '') break;
    }
    expect(seen).toEqual(['a', 'b', 'c', 'z']);
  });

  it('says 410 when its first page is forgotten, with a token to go on all the same', async () => {
    const client = await withMaps('a', 'b', 'c');
    const { continue: token } = metadataOf(await client.call('GET', `${maps}?limit=2`));
    forget(client.store);
    const lost = await client.call('GET', `${maps}?limit=2&continue=${token}`);
    expect([lost.status, lost.body.reason]).toEqual([410, 'Expired']);
    expect(lost.body.message).toContain('The provided continue parameter is too old to display a consistent list result.');
    const rest = await client.call('GET', `${maps}?limit=2&continue=${metadataOf(lost).continue}`);
    expect([namesOf(rest), metadataOf(rest).resourceVersion]).toEqual([['c'], String(client.store.revision)]);
  });
});

describe('a list at a version', () => {
  it('is exact, or not older, as it was asked for', async () => {
    const client = await withMaps('a', 'b', 'c');
    const version = metadataOf(await client.call('GET', maps)).resourceVersion;
    await client.call('DELETE', `${maps}/b`);
    const now = String(client.store.revision);
    async function listed(query: string): Promise<unknown> {
      const reply = await client.call('GET', `${maps}?resourceVersion=${version}${query}`);
      return [namesOf(reply), metadataOf(reply).resourceVersion];
    }
    expect(await listed('&resourceVersionMatch=Exact')).toEqual([['a', 'b', 'c'], version]);
    expect(await listed('&resourceVersionMatch=NotOlderThan')).toEqual([['a', 'c'], now]);
    expect(await listed('')).toEqual([['a', 'c'], now]);
    expect(await listed('&limit=2')).toEqual([['a', 'b'], version]);
    expect(namesOf(await client.call('GET', `${maps}?resourceVersion=0&limit=1`))).toEqual(['a', 'c']);
  });

  it('that is forgotten or not there yet is refused', async () => {
    const client = await withMaps('a');
    const version = client.store.revision;
    expect((await client.call('GET', `${maps}?resourceVersion=${version + 1}`)).body).toMatchObject({ code: 504, reason: 'Timeout', message: `Timeout: Too large resource version: ${version + 1}, current: ${version}` });
    forget(client.store);
    expect((await client.call('GET', `${maps}?resourceVersion=${version}&resourceVersionMatch=Exact`)).body).toMatchObject({ code: 410, reason: 'Expired', message: 'The resourceVersion for the provided list is too old.' });
  });
});

describe('parameters that do not go together', () => {
  it.each([
    ['resourceVersionMatch=Exact', 'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided'],
    ['resourceVersionMatch=foo&resourceVersion=1', 'resourceVersionMatch: Unsupported value: "foo": supported values: "Exact", "NotOlderThan", ""'],
    ['resourceVersionMatch=Exact&resourceVersion=0', 'resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"'],
    ['sendInitialEvents=true', 'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list'],
    ['watch=1&sendInitialEvents=true', 'resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'],
    ['watch=1&resourceVersionMatch=NotOlderThan', 'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'],
  ])('are refused in the words of the real server: %s', async (query, message) => {
    const client = await withMaps();
    const { status, body } = await client.call('GET', `${maps}?${query}`);
    expect([status, body.message]).toEqual([422, `ListOptions.meta.k8s.io "" is invalid: ${message}`]);
  });

  it.each([
    [{ v: 'x' }, ': server does not recognize this encoded version x'],
    [{ v: 'meta.k8s.io/v1', start: 'a' }, ': incorrect encoded start resourceVersion (version meta.k8s.io/v1)'],
    [{ v: 'meta.k8s.io/v1', rv: 5, start: '' }, ': encoded start key empty (version meta.k8s.io/v1)'],
    [{ v: 'meta.k8s.io/v1', rv: 5, start: 'a/../../x' }, ': a/../../x'],
  ])('nor does a token that this server did not make: %j', async (token, why) => {
    const client = await withMaps();
    const { status, body } = await client.call('GET', `${maps}?continue=${Buffer.from(JSON.stringify(token)).toString('base64url')}`);
    expect([status, body.message]).toEqual([400, `invalid continue token: continue key is not valid${why}`]);
  });
});
