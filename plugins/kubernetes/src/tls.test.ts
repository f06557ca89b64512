import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { createAuthority, issueCertificate } from '@sherpack/control-plane/certificate';
import type { ClusterError, ClusterSelection } from '@sherpack/plugin-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { newFolder, writeKubeconfig } from '../fixtures/kubeconfig.ts';
import { reply, startServer } from '../fixtures/test-server.ts';
import type { TestServer } from '../fixtures/test-server.ts';
import kubernetes from './kubernetes.ts';

interface World {
  readonly server: TestServer;
  /** Holds ca.crt, client.crt and client.key. */
  readonly folder: string;
  readonly authority: string;
}

let world: World;

beforeAll(async () => {
  const authority = await createAuthority();
  const own = await issueCertificate(authority, { name: 'api', hosts: ['api.test'] });
  const client = await issueCertificate(authority, { name: 'alice' });
  const folder = await newFolder();
  await writeFile(join(folder, 'ca.crt'), authority.certificate);
  await writeFile(join(folder, 'client.crt'), client.certificate);
  await writeFile(join(folder, 'client.key'), client.key);
  const server = await startServer((_request, response) => reply(response, { metadata: { name: 'a' } }), {
    cert: own.certificate, key: own.key, ca: authority.certificate, requestCert: true, rejectUnauthorized: false,
  });
  world = { server, folder, authority: authority.certificate };
});

async function get(cluster: object, user: object = {}, selection: ClusterSelection = {}): Promise<void> {
  const kubeconfig = await writeKubeconfig({ server: world.server.address, ...cluster }, user, world.folder);
  const connected = await kubernetes.connect(connectContext({ kubeconfig, ...selection }));
  await connected.get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'a' });
  await connected.close();
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

describe('TLS', () => {
  it('trusts the authority of the kubeconfig, from a file beside it or in it, for the name that the cluster has', async () => {
    await get({ 'certificate-authority': 'ca.crt', 'tls-server-name': 'api.test' });
    await get({ 'certificate-authority-data': base64(world.authority), 'tls-server-name': 'api.test' });
    expect((world.server.seen.at(-1)?.socket as TLSSocket | undefined)?.alpnProtocol).toBe('http/1.1');
  });

  it('goes by the authority in the kubeconfig before a file that it names', async () => {
    await get({ 'certificate-authority': 'client.crt', 'certificate-authority-data': base64(world.authority), 'tls-server-name': 'api.test' });
    expect(world.server.seen.length).toBeGreaterThan(0);
  });

  it('trusts nothing else, and says why', async () => {
    const unknown = (await get({ 'tls-server-name': 'api.test' }).catch((error: unknown) => error)) as ClusterError;
    expect([unknown.code, unknown.exitCode]).toEqual(['CLUSTER_UNREACHABLE', 5]);
    expect(unknown.message).toContain('certificate');
    const misnamed = (await get({ 'certificate-authority': 'ca.crt' }).catch((error: unknown) => error)) as ClusterError;
    expect([misnamed.code, misnamed.message.includes('not in the cert')]).toEqual(['CLUSTER_UNREACHABLE', true]);
  });

  it('takes authority, name and leniency from flags', async () => {
    await get({}, {}, { overrides: { caFile: join(world.folder, 'ca.crt'), tlsServerName: 'api.test' } });
    await get({ 'certificate-authority': 'ca.crt' }, {}, { overrides: { insecureSkipTlsVerify: 'true' } });
    await get({ 'insecure-skip-tls-verify': true });
    expect(world.server.seen.length).toBeGreaterThan(2);
  });

  it('shows the certificate of the user', async () => {
    await get({ 'insecure-skip-tls-verify': true }, { 'client-certificate': 'client.crt', 'client-key': 'client.key' });
    const socket = world.server.seen.at(-1)?.socket as TLSSocket;
    expect([socket.authorized, socket.getPeerCertificate().subject?.CN]).toEqual([true, 'alice']);
  });
});
