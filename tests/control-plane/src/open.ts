import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from './connection.ts';
import type { ControlPlane } from './control-plane.ts';
import { findControlPlane } from './find.ts';
import { readKubeconfig, writeKubeconfig } from './kubeconfig.ts';
import { runningFolder } from './running.ts';
import { startControlPlane, type StartOptions } from './start.ts';
import { userFile, userMaker } from './user.ts';

/**
 * The control plane that the environment names, or a fresh one: what tests use that do not need one of their own.
 * The options count for a fresh one only.
 */
export async function openControlPlane(options: StartOptions = {}): Promise<ControlPlane> {
  const found = findControlPlane();
  if (!found.available) throw new Error(found.reason);
  if (found.source === 'kubeconfig') return useCluster(found.kubeconfig);
  if (found.source === 'running') return attachControlPlane(found.folder);
  return startControlPlane(options);
}

/** Uses a control plane that another process of this machine started. Its stop() leaves it running. */
export async function attachControlPlane(folder: string): Promise<ControlPlane> {
  const state = runningFolder(folder);
  if (state === undefined) throw new Error(`no control plane runs in ${folder}`);
  const connection = await connect(join(folder, 'harness.kubeconfig'));
  return {
    kubeconfig: join(folder, 'admin.kubeconfig'),
    server: state.server,
    folder,
    auditLog: join(folder, 'audit.log'),
    version: state.version,
    connection,
    user: userMaker(folder, state.server),
    stop: async () => connection.close(),
  };
}

/**
 * Uses an existing cluster. Users are made by impersonation, since its authority's key is not at hand; whoever the
 * kubeconfig names must be allowed to impersonate. There is no audit log.
 */
async function useCluster(kubeconfig: string): Promise<ControlPlane> {
  const access = await readKubeconfig(kubeconfig);
  const connection = await connect(kubeconfig);
  const folder = mkdtempSync(join(tmpdir(), 'sherpack-cluster-'));
  const { gitVersion } = await connection.demand<{ gitVersion: string }>('GET', '/version');
  return {
    kubeconfig,
    server: access.server,
    folder,
    auditLog: undefined,
    version: gitVersion,
    connection,
    user: async (name, groups = [], options = {}) => {
      const path = join(folder, `${userFile(name, groups, options)}.kubeconfig`);
      const impersonate = { user: name, groups: [...groups, 'system:authenticated'] };
      return writeKubeconfig(path, { ...access, ...(options.namespace && { namespace: options.namespace }), impersonate });
    },
    stop: async () => {
      connection.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
