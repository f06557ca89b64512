import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { findControlPlane } from '@sherpack/control-plane/find';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { openControlPlane } from '@sherpack/control-plane/open';
import { helmPath } from '@sherpack/control-plane/tools';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { writeTwins } from '../many-objects.ts';
import type { Cost } from '../measure.ts';
import { measure } from '../measure.ts';

const CLI = fileURLToPath(new URL('../../../../core/cli/bin/sherpack.js', import.meta.url));
const COUNT = 200;

interface Race extends Cost {
  readonly requests: number;
}

/** One actor in a namespace of its own; its requests are counted in the API server's audit log. */
async function race(plane: ControlPlane, steps: readonly (readonly string[])[], command: string, first: readonly string[]): Promise<readonly Race[]> {
  const space = await testNamespace(plane, { prefix: 'bench' });
  const results: Race[] = [];
  const home = mkdtempSync(join(tmpdir(), 'sherpack-bench-home-'));
  for (const step of steps) {
    const before = space.audit().length;
    const cost = measure(command, [...first, ...step, '-n', space.name], { runs: 1, env: { ...process.env, HOME: home, XDG_STATE_HOME: home, KUBECONFIG: space.kubeconfig } });
    results.push({ ...cost, requests: space.audit().length - before });
  }
  await space.cleanup();
  rmSync(home, { recursive: true });
  return results;
}

export const benchmark: Benchmark = {
  name: 'install',
  summary: `install, upgrade without a change and uninstall of ${COUNT} objects on a real API server`,
  async run() {
    const found = findControlPlane();
    if (!found.available) return { skipped: found.reason };
    const plane = await openControlPlane();
    const folder = mkdtempSync(join(tmpdir(), 'sherpack-bench-'));
    const { pack, chart } = writeTwins(folder, COUNT);
    const steps = (path: string) => [['install', 'demo', path], ['upgrade', 'demo', path], ['uninstall', 'demo']];
    const ours = await race(plane, steps(pack), process.execPath, [CLI]);
    const theirs = await race(plane, steps(chart), await helmPath(), []);
    rmSync(folder, { recursive: true });
    await plane.stop();
    return ['install', 'upgrade', 'uninstall'].flatMap((verb, index) => rowsOf(verb, ours[index], theirs[index]));
  },
};

function rowsOf(verb: string, ours: Race | undefined, theirs: Race | undefined): readonly BenchmarkRow[] {
  const peerName = 'helm 4.1.4';
  const figures = [['requests', ''], ['cpu', 's'], ['wall', 's']] as const;
  return figures.map(([figure, unit]) => ({ what: `${verb}, ${figure}`, unit, sherpack: ours?.[figure] ?? 0, peer: theirs?.[figure] ?? 0, peerName }));
}
