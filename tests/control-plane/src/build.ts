import { spawn } from 'node:child_process';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { builtFolder, missingServers, type Binaries } from './binaries.ts';
import { withLock } from './lock.ts';
import { goFolder, pinnedVersion } from './version.ts';

export interface BuildOptions {
  /** Gets one line per step; stderr where it is absent. */
  readonly report?: (line: string) => void;
}

/**
 * Builds the four servers of tests/control-plane/go once and returns their folder. About six minutes on two cores
 * with empty caches, nothing afterwards. They are built in a folder of their own that is renamed when it is complete,
 * so neither a killed build nor a second one at the same time leaves a half one behind.
 */
export async function buildControlPlane(options: BuildOptions = {}): Promise<Binaries> {
  const folder = builtFolder();
  const { kubernetes } = pinnedVersion();
  if (missingServers(folder).length === 0) return { folder, kubernetes };
  await withLock(`${folder}.lock`, async () => {
    if (missingServers(folder).length === 0) return;
    const report = options.report ?? ((line: string) => void process.stderr.write(`${line}\n`));
    const started = Date.now();
    const temporary = `${folder}.${process.pid}`;
    mkdirSync(temporary, { recursive: true });
    try {
      report(`control plane: building Kubernetes ${kubernetes} and etcd into ${folder}, about six minutes the first time`);
      await buildServers(temporary, kubernetes, report);
      if (missingServers(folder).length === 0) return; // Another build took a stale lock over at the same moment.
      rmSync(folder, { recursive: true, force: true });
      renameSync(temporary, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
    report(`control plane: built in ${Math.round((Date.now() - started) / 1000)} s`);
  });
  return { folder, kubernetes };
}

async function buildServers(folder: string, kubernetes: string, report: (line: string) => void): Promise<void> {
  for (const name of ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']) {
    report(`control plane: building ${name}`);
    await goBuild(join(folder, name), `k8s.io/kubernetes/cmd/${name}`, stamp(kubernetes));
  }
  report('control plane: building etcd');
  await goBuild(join(folder, 'etcd'), 'go.etcd.io/etcd/server/v3', '-s -w');
}

/** Without a stamp /version reads `v0.0.0-master+$Format:%H$`, which breaks the kubeVersion constraints of charts. */
function stamp(kubernetes: string): string {
  const [major, minor] = kubernetes.split('.');
  const fields = { gitVersion: `v${kubernetes}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean', gitCommit: 'test', buildDate: '2026-01-01T00:00:00Z' };
  const flags = Object.entries(fields).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s -w', ...flags].join(' ');
}

function goBuild(output: string, target: string, ldflags: string): Promise<void> {
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-trimpath -mod=readonly -buildvcs=false', GOTOOLCHAIN: 'local' };
  const child = spawn('go', ['build', '-ldflags', ldflags, '-o', output, target], { cwd: goFolder, env, stdio: ['ignore', 2, 2] });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`go build ${target} ended with ${code ?? signal}`));
    });
  });
}
