import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kubectlPath } from '@sherpack/control-plane/tools';
import { createApiServer, type ApiServer } from '../server/api-server.ts';
import { kubeconfigFor, listen, type Listening } from './listen.ts';

const run = promisify(execFile);
let folder = '';
let kubectl = '';
let server: ApiServer;
let front: Listening;

const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: "img:1"}]}
`;

beforeAll(async () => {
  kubectl = await kubectlPath();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-kubectl-'));
  server = await createApiServer();
  front = await listen(server, { token: 'a/b c' });
  fs.writeFileSync(path.join(folder, 'kubeconfig'), kubeconfigFor(front.url, 'a/b c'));
  fs.writeFileSync(path.join(folder, 'web.yaml'), manifest);
});

afterAll(async () => {
  await front.close();
  await server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function say(...args: string[]): Promise<string> {
  const env = { ...process.env, KUBECONFIG: path.join(folder, 'kubeconfig'), HOME: folder };
  const { stdout } = await run(kubectl, args, { cwd: folder, env });
  return stdout.trim();
}

describe('kubectl against the sandbox', () => {
  it('applies, rolls out, scales, describes, logs and deletes', async () => {
    expect(await say('apply', '-f', 'web.yaml')).toBe('deployment.apps/web created');
    expect(await say('rollout', 'status', 'deploy/web', '--timeout=20s')).toContain('successfully rolled out');
    expect(await say('apply', '-f', 'web.yaml')).toBe('deployment.apps/web unchanged');
    expect(await say('scale', 'deploy/web', '--replicas=3')).toBe('deployment.apps/web scaled');
    expect(await say('wait', '--for=jsonpath={.status.readyReplicas}=3', 'deploy/web', '--timeout=20s')).toContain('condition met');
    expect(await say('get', 'deploy', 'web', '--no-headers', '-o', 'wide')).toMatch(/^web\s+3\/3\s+3\s+3\s+\S+\s+c\s+img:1\s+app=web$/);
    expect(await say('describe', 'deploy', 'web')).toContain('3 desired | 3 updated | 3 total | 3 available');
    expect(await say('logs', 'deploy/web')).not.toBe('');
    expect(await say('delete', '-f', 'web.yaml')).toContain('deleted');
    expect(await say('get', 'pods', '-o', 'name')).toBe('');
  });

  it('applies on the server side and shows conflicts', async () => {
    expect(await say('apply', '--server-side', '-f', 'web.yaml')).toBe('deployment.apps/web serverside-applied');
    await expect(say('apply', '--server-side', '--field-manager=other', '-f', 'changed.yaml')).rejects.toThrow('the path "changed.yaml" does not exist');
    fs.writeFileSync(path.join(folder, 'changed.yaml'), manifest.replace('img:1', 'img:2'));
    await expect(say('apply', '--server-side', '--field-manager=other', '-f', 'changed.yaml')).rejects.toThrow('conflict with "kubectl": .spec.template.spec.containers[name="c"].image');
    await say('delete', 'deploy', 'web');
  });

  it('creates what it makes itself, which it sends as protobuf', async () => {
    expect(await say('create', 'namespace', 'demo')).toBe('namespace/demo created');
    expect(await say('create', 'configmap', 'c', '--from-literal=a=b', '-n', 'demo')).toBe('configmap/c created');
    expect(await say('create', 'deployment', 'd', '--image=img:1', '--port=80', '-n', 'demo')).toBe('deployment.apps/d created');
    expect(await say('get', 'deploy', 'd', '-n', 'demo', '-o', 'jsonpath={.spec.template.spec.containers[0].ports[0].containerPort}')).toBe('80');
    expect(await say('auth', 'can-i', 'create', 'pods')).toBe('yes');
    expect(await say('delete', 'namespace', 'demo')).toContain('deleted');
  });

  it('lets the server validate: an unknown field is refused', async () => {
    fs.writeFileSync(path.join(folder, 'odd.yaml'), manifest.replace('replicas: 2', 'replicaz: 2'));
    await expect(say('apply', '-f', 'odd.yaml')).rejects.toThrow('strict decoding error: unknown field "spec.replicaz"');
  });

  it('is let in by the token only', async () => {
    expect((await fetch(`${front.url}/api/v1/namespaces`)).status).toBe(401);
    expect((await fetch(`${front.url}/api/v1/namespaces`, { headers: { authorization: 'Bearer a/b c' } })).status).toBe(200);
  });
});
