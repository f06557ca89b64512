import { createServer } from 'node:http';
import { connect } from 'node:net';
import { createAuthority, issueCertificate } from '@sherpack/control-plane/certificate';
import { describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { writeKubeconfig } from '../fixtures/kubeconfig.ts';
import { listen, reply, startServer } from '../fixtures/test-server.ts';
import kubernetes from './kubernetes.ts';

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
