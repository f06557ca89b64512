import { createServer } from 'node:http';
import { connect } from 'node:net';
import { createAuthority, issueCertificate } from '@sherpack/control-plane/certificate';
import { describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { writeKubeconfig } from '../fixtures/kubeconfig.ts';
import { listen, reply, startServer } from '../fixtures/test-server.ts';
import kubernetes from './kubernetes.ts';
import { proxyAddress } from './proxy-address.ts';

/** A proxy that tunnels to one port, and remembers for whom. */
async function startProxy(target: number) {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    const upstream = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  return { asked, port: await listen(server) };
}

const REF = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' };

describe('a proxy', () => {
  it('tunnels to a TLS server, whose certificate is still checked', async () => {
    const authority = await createAuthority();
    const own = await issueCertificate(authority, { name: 'api', hosts: ['api.test'] });
    const server = await startServer((_request, response) => reply(response, { metadata: { name: 'a' } }), { cert: own.certificate, key: own.key });
    const proxy = await startProxy(server.port);
    const common = { server: 'https://api.test', 'certificate-authority-data': Buffer.from(authority.certificate).toString('base64') };
    const kubeconfig = await writeKubeconfig({ ...common, 'proxy-url': `http://u:p@127.0.0.1:${proxy.port}` }, { token: 't' });
    const cluster = await kubernetes.connect(connectContext({ kubeconfig }));
    expect((await cluster.get(REF))?.metadata.name).toBe('a');
    await cluster.get(REF);
    await cluster.close();
    expect(proxy.asked).toEqual([`CONNECT api.test:443 Basic ${btoa('u:p')}`]);
    expect(server.seen[0]?.headers.authorization).toBe('Bearer t');

    const stranger = await writeKubeconfig({ server: 'https://api.test', 'proxy-url': `http://127.0.0.1:${proxy.port}` });
    await expect((await kubernetes.connect(connectContext({ kubeconfig: stranger }))).get(REF)).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
  });

  it('tunnels to a server without TLS too', async () => {
    const server = await startServer((_request, response) => reply(response, { metadata: { name: 'a' } }));
    const proxy = await startProxy(server.port);
    const kubeconfig = await writeKubeconfig({ server: 'http://api.test:8080', 'proxy-url': `http://127.0.0.1:${proxy.port}` });
    const cluster = await kubernetes.connect(connectContext({ kubeconfig }));
    expect((await cluster.get(REF))?.metadata.name).toBe('a');
    expect(proxy.asked).toEqual(['CONNECT api.test:8080']);
    await cluster.close();
  });
});

describe('the proxy of the environment', () => {
  const PROXY = { HTTPS_PROXY: 'http://proxy.example:3128' };

  it.each([
    ['https://api.example', PROXY, 'http://proxy.example:3128'],
    ['https://api.example', { https_proxy: 'proxy.example:3128' }, 'http://proxy.example:3128'],
    ['http://api.example', PROXY, undefined],
    ['http://api.example', { HTTP_PROXY: 'http://p' }, 'http://p'],
    ['https://localhost:6443', PROXY, undefined],
    ['https://127.9.9.9', PROXY, undefined],
    ['https://[::1]:6443', PROXY, undefined],
    ['https://api.example', {}, undefined],
    ['https://api.example', { HTTPS_PROXY: '' }, undefined],
  ])('of %s under %j is %s', (server, environment, expected) => {
    expect(proxyAddress(server, environment)).toBe(expected);
  });

  it.each([
    ['https://api.example', '*', false],
    ['https://api.example', 'api.example', false],
    ['https://deep.api.example', 'api.example', false],
    ['https://myapi.example', 'api.example', true],
    ['https://api.example', '.api.example', true],
    ['https://deep.api.example', ' other , .API.example ', false],
    ['https://deep.api.example', '*.api.example', false],
    ['https://api.example:6443', 'api.example:443', true],
    ['https://api.example', 'api.example:443', false],
    ['https://10.1.2.3', '10.0.0.0/8', false],
    ['https://11.1.2.3', '10.0.0.0/8', true],
    ['https://10.1.2.3', '10.1.2.3', false],
    ['https://[fd00::5]', 'fd00::/8', false],
    ['https://api.example', '10.0.0.0/8', true],
  ])('of %s with NO_PROXY "%s" is used: %s', (server, noProxy, used) => {
    expect(proxyAddress(server, { ...PROXY, NO_PROXY: noProxy }) !== undefined).toBe(used);
  });
});
