import { expect, it } from 'vitest';
import { connect, type Connection } from '../src/connection.ts';
import { testNamespace, type TestNamespace } from '../src/fixture.ts';
import { linesOf } from '../src/line.ts';
import type { FaultProxy } from '../src/proxy.ts';
import { describeControlPlane } from '../src/suite.ts';
import { helmPath, kubectlPath } from '../src/tools.ts';
import { configMap } from './manifest.ts';

interface Setting {
  readonly space: TestNamespace;
  readonly proxy: FaultProxy;
  readonly connection: Connection;
  readonly path: string;
}

describeControlPlane('the fault proxy', {}, (controlPlane) => {
  async function withProxy(work: (setting: Setting) => Promise<void>): Promise<void> {
    const space = await testNamespace(controlPlane());
    const proxy = await space.proxy();
    const connection = await connect(proxy.kubeconfig);
    await work({ space, proxy, connection, path: `/api/v1/namespaces/${space.name}/configmaps` });
    connection.close();
    await space.cleanup();
  }

  async function names({ space }: Setting): Promise<string[]> {
    const { stdout } = await space.kubectl('get', 'configmaps', '-o', 'jsonpath={.items[*].metadata.name}');
    return stdout.split(' ').filter((name) => name !== 'kube-root-ca.crt' && name !== '');
  }

  it('acts as the user and records', () => withProxy(async (setting) => {
    await setting.connection.demand('POST', setting.path, { body: configMap('a') });
    await setting.connection.demand('GET', setting.path);
    expect(setting.proxy.requests.map(({ index, method, mutating }) => [index, method, mutating])).toEqual([[1, 'POST', true], [2, 'GET', false]]);
    expect((await setting.connection.request('GET', '/api/v1/nodes')).status).toBe(403);
    expect(setting.proxy.requests.map((request) => setting.proxy.bodyOf(request))).toEqual([JSON.stringify(configMap('a')), '', '']);
  }));

  it('cut: the server never sees the request', () => withProxy(async (setting) => {
    setting.proxy.cut(2);
    await setting.connection.demand('POST', setting.path, { body: configMap('a') });
    await expect(setting.connection.demand('POST', setting.path, { body: configMap('b') })).rejects.toThrow('socket hang up');
    await setting.connection.demand('POST', setting.path, { body: configMap('c') });
    expect(await names(setting)).toEqual(['a', 'c']);
  }));

  it('cutAfter: the server does it, the answer is lost', () => withProxy(async (setting) => {
    setting.proxy.cutAfter(1);
    await expect(setting.connection.demand('POST', setting.path, { body: configMap('a') })).rejects.toThrow('socket hang up');
    expect(await names(setting)).toEqual(['a']);
  }));

  it('fail and delay', () => withProxy(async (setting) => {
    setting.proxy.fail(1, 503);
    setting.proxy.delay(2, 200);
    expect((await setting.connection.request('POST', setting.path, { body: configMap('a') })).status).toBe(503);
    const began = Date.now();
    await setting.connection.demand('POST', setting.path, { body: configMap('b') });
    expect(Date.now() - began).toBeGreaterThanOrEqual(199);
    expect(await names(setting)).toEqual(['b']);
  }));

  it('hold: until it is released', () => withProxy(async (setting) => {
    setting.proxy.onRequest((index) => (index === 1 ? 'hold' : 'forward'));
    const held = setting.connection.demand('POST', setting.path, { body: configMap('a') });
    await setting.connection.demand('POST', setting.path, { body: configMap('b') });
    expect(await names(setting)).toEqual(['b']);
    setting.proxy.release();
    await held;
    expect(await names(setting)).toEqual(['a', 'b']);
  }));

  it('kills a client at its k-th write', () => withProxy(async (setting) => {
    const { space } = setting;
    const writes = await space.proxy({ counts: (request) => request.mutating });
    const killer = new AbortController();
    writes.onRequest((index) => {
      if (index < 3) return 'forward';
      killer.abort();
      return 'cut';
    });
    const list = { apiVersion: 'v1', kind: 'List', items: ['a', 'b', 'c', 'd'].map((name) => configMap(name)) };
    const apply = space.run(await kubectlPath(), ['apply', '--server-side', '-f', '-'], { kubeconfig: writes.kubeconfig, input: JSON.stringify(list), signal: killer.signal });
    expect((await apply).code).toBe(137);
    expect(await names(setting)).toEqual(['a', 'b']);
  }));

  it('streams watches', () => withProxy(async ({ connection, path, proxy }) => {
    const abort = new AbortController();
    const stream = await connection.open(`${path}?watch=true`, abort.signal);
    const seen: string[] = [];
    const done = (async () => {
      for await (const line of linesOf(stream)) {
        const { type, object } = JSON.parse(line) as { type: string; object: { metadata: { name: string } } };
        if (object.metadata.name.startsWith('made')) seen.push(`${type} ${object.metadata.name}`);
        if (seen.length === 2) return;
      }
    })();
    await connection.demand('POST', path, { body: configMap('made-1') });
    await connection.demand('DELETE', `${path}/made-1`);
    await done;
    abort.abort();
    expect(seen).toEqual(['ADDED made-1', 'DELETED made-1']);
    expect(proxy.requests).toHaveLength(3);
  }));

  it('serves kubectl and helm', () => withProxy(async ({ space, proxy }) => {
    expect((await space.run(await kubectlPath(), ['get', 'configmaps'], { kubeconfig: proxy.kubeconfig })).code).toBe(0);
    expect(await space.run(await helmPath(), ['list'], { kubeconfig: proxy.kubeconfig })).toMatchObject({ code: 0 });
    expect(proxy.requests.some((request) => request.userAgent.startsWith('Helm/'))).toBe(true);
  }));
});
