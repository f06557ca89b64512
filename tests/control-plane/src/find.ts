import { spawnSync } from 'node:child_process';
import { builtFolder, missingServers, type Binaries } from './binaries.ts';
import { runningFolder } from './running.ts';
import { pinnedVersion } from './version.ts';

/** Where a control plane can be had from, or why there is none: the reason is what a skipped suite reports. */
export type Availability =
  | { readonly available: true; readonly source: 'kubeconfig'; readonly kubeconfig: string }
  | { readonly available: true; readonly source: 'running'; readonly folder: string }
  | { readonly available: true; readonly source: 'binaries'; readonly binaries: Binaries }
  | { readonly available: true; readonly source: 'build' }
  | { readonly available: false; readonly reason: string };

/**
 * Looks, in this order, at SHERPACK_TEST_KUBECONFIG (an existing cluster), SHERPACK_CONTROL_PLANE (the folder of one
 * that runs), KUBEBUILDER_ASSETS (a folder with the servers), the cache of built servers, and Go to build them with.
 * A variable that is set but does not fit is an answer of "not available", never a reason to take the next source:
 * the tests would run against something else than the user asked for.
 */
export function findControlPlane(env: NodeJS.ProcessEnv = process.env): Availability {
  if (process.platform === 'win32') return { available: false, reason: 'the control plane runs on Linux and macOS only' };
  if (env.SHERPACK_TEST_KUBECONFIG) return { available: true, source: 'kubeconfig', kubeconfig: env.SHERPACK_TEST_KUBECONFIG };
  if (env.SHERPACK_CONTROL_PLANE) return findRunning(env.SHERPACK_CONTROL_PLANE);
  if (env.KUBEBUILDER_ASSETS) return findAssets(env.KUBEBUILDER_ASSETS);
  if (missingServers(builtFolder()).length === 0) {
    return { available: true, source: 'binaries', binaries: { folder: builtFolder(), kubernetes: pinnedVersion().kubernetes } };
  }
  return findGo();
}

function findRunning(folder: string): Availability {
  if (runningFolder(folder)) return { available: true, source: 'running', folder };
  return { available: false, reason: `SHERPACK_CONTROL_PLANE: no control plane runs in ${folder}` };
}

function findAssets(folder: string): Availability {
  const missing = missingServers(folder);
  if (missing.length === 0) return { available: true, source: 'binaries', binaries: { folder } };
  return { available: false, reason: `KUBEBUILDER_ASSETS: ${folder} lacks ${missing.join(', ')}` };
}

function findGo(): Availability {
  const { stdout, error } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', env: { ...process.env, GOTOOLCHAIN: 'local' } });
  if (error) return { available: false, reason: 'no Go to build the control plane with, and neither KUBEBUILDER_ASSETS nor SHERPACK_TEST_KUBECONFIG is set' };
  const [major = 0, minor = 0] = stdout.trim().replace(/^go/, '').split('.').map(Number);
  if (major > 1 || minor >= 26) return { available: true, source: 'build' };
  return { available: false, reason: `Go ${stdout.trim()} is too old to build the control plane, 1.26 is needed` };
}
