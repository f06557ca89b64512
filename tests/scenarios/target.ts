import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect } from '@sherpack/control-plane/connection';
import type { Connection } from '@sherpack/control-plane/connection';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { run } from '@sherpack/control-plane/run';
import type { CommandOutcome } from './scenario.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(ROOT, 'core/cli/bin/sherpack.js');

/** Where a scenario runs. */
export interface Target {
  readonly namespace: string;
  readonly api: Connection;
  readonly kubeconfig: string;
  sherpack(folder: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CommandOutcome>;
  close(): Promise<void>;
}

/** A home of its own, so that nothing of the user's configuration, clusters and records is seen or touched. */
export function isolatedHome(): { readonly folder: string; readonly env: Readonly<Record<string, string>>; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'sherpack-scenario-'));
  const env = {
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    KUBECONFIG: '',
    NO_COLOR: '1',
  };
  return { folder, env, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function runSherpack(folder: string, args: readonly string[], env: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<CommandOutcome> {
  return run(process.execPath, [CLI, ...args], { cwd: folder, env, ...(signal === undefined ? {} : { signal }) });
}

/** The embedded sandbox, served over HTTP so that the scenario can look into it; the command line finds the server by itself. */
export async function sandboxTarget(): Promise<Target> {
  const home = isolatedHome();
  const flags = ['--cluster', 'sandbox'];
  const started = await runSherpack(home.folder, ['sandbox', 'start'], home.env);
  if (started.code !== 0) throw new Error(`sandbox start: ${started.stderr}`);
  const status = await runSherpack(home.folder, ['sandbox', 'status', '-o', 'json'], home.env);
  const { kubeconfig } = JSON.parse(status.stdout) as { kubeconfig: string };
  const api = await connect(kubeconfig);
  const namespace = 'scenario';

  async function close(): Promise<void> {
    api.close();
    await runSherpack(home.folder, ['sandbox', 'stop'], home.env);
    home.remove();
  }

  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  await api.demand('POST', '/api/v1/namespaces', { body }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    namespace,
    api,
    kubeconfig,
    sherpack: (folder, args, env = {}) => runSherpack(folder, [...args, ...flags, '-n', namespace], { ...home.env, ...env }),
    close,
  };
}

/** A namespace of the real control plane, and a user who may do everything: packs bring cluster-scoped definitions. */
export async function controlPlaneTarget(controlPlane: ControlPlane): Promise<Target> {
  const home = isolatedHome();
  const space = await testNamespace(controlPlane, { prefix: 'scenario', clusterAdmin: true });
  return {
    namespace: space.name,
    api: controlPlane.connection,
    kubeconfig: space.kubeconfig,
    sherpack: (folder, args, env = {}) => runSherpack(folder, [...args, '--kubeconfig', space.kubeconfig, '-n', space.name], { ...home.env, ...env }),
    async close() {
      await space.cleanup();
      home.remove();
    },
  };
}
