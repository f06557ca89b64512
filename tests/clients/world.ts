import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAuthority } from '@sherpack/control-plane/certificate';
import { startControlPlane } from '@sherpack/control-plane/start';
import { isolatedHome, runSherpack } from '../scenarios/target.ts';
import { openSide, type Side } from './side.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const NAMESPACE = 'clients';

/** The sandbox as people start it, and a real control plane of its own: what the script lists must not hold other tests' objects. */
export interface World {
  readonly sandbox: Side;
  readonly real: Side;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'sherpack-clients-'));
  cpSync(join(HERE, 'manifests'), folder, { recursive: true });
  cpSync(join(HERE, 'chart'), join(folder, 'chart'), { recursive: true });
  const { certificate, key } = await createAuthority();
  writeFileSync(join(folder, 'tls.crt'), certificate);
  writeFileSync(join(folder, 'tls.key'), key);
  const ends: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  async function close(): Promise<void> {
    for (const end of ends.toReversed()) await end();
  }
  try {
    const real = await openReal(folder, ends);
    const sandbox = await openSandbox(folder, ends);
    return { real, sandbox, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openReal(folder: string, ends: (() => Promise<void> | void)[]): Promise<Side> {
  const controlPlane = await startControlPlane({ nodes: 1 });
  ends.push(() => controlPlane.stop());
  const kubeconfig = await controlPlane.user('sandbox-admin', ['system:masters']);
  return openSide({ kubeconfig, node: 'fake-node-1', home: join(folder, 'home-real'), folder, namespace: NAMESPACE });
}

async function openSandbox(folder: string, ends: (() => Promise<void> | void)[]): Promise<Side> {
  const home = isolatedHome();
  ends.push(() => home.remove());
  const started = await runSherpack(home.folder, ['sandbox', 'start', '-o', 'json'], home.env);
  if (started.code !== 0) throw new Error(`sandbox start: ${started.stderr}`);
  ends.push(async () => void (await runSherpack(home.folder, ['sandbox', 'stop'], home.env)));
  const { kubeconfig } = JSON.parse(started.stdout) as { kubeconfig: string };
  return openSide({ kubeconfig, node: 'sandbox-node', home: join(folder, 'home-sandbox'), folder, namespace: NAMESPACE });
}
