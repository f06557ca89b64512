import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { findControlPlane } from '@sherpack/control-plane/find';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { openControlPlane } from '@sherpack/control-plane/open';
import { run } from '@sherpack/control-plane/run';
import { helmPath } from '@sherpack/control-plane/tools';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { broad, stack, umbrella } from '../storage/sources.ts';
import { storedIn } from '../storage/stored-bytes.ts';
import type { Stored } from '../storage/stored-bytes.ts';
import { writeTwin } from '../storage/twin.ts';
import type { Twin } from '../storage/twin.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const CLI = join(ROOT, 'core/cli/bin/sherpack.js');
const REVISIONS = 20;

interface Contest extends Twin {
  readonly title: string;
  /** The value that each revision changes. */
  readonly tag: string;
}

interface Tool {
  readonly command: string;
  readonly first: readonly string[];
  readonly source: string;
  readonly type: string;
}

interface Kept {
  readonly one: Stored;
  readonly all: Stored;
}

/** Twenty revisions of one release, each with another image tag; what is stored after the first and after the last. */
async function keep(plane: ControlPlane, { command, first, source, type }: Tool, tag: string): Promise<Kept> {
  const space = await testNamespace(plane, { prefix: 'bench', clusterAdmin: true });
  const home = mkdtempSync(join(tmpdir(), 'sherpack-bench-home-'));
  async function step(...args: readonly string[]): Promise<void> {
    const { code, stderr } = await run(command, [...first, ...args, '-n', space.name], { kubeconfig: space.kubeconfig, env: { HOME: home, XDG_STATE_HOME: home } });
    if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  }
  await step('install', 'demo', source, '--set', `${tag}=v1`);
  const one = await storedIn(plane, space.name, type);
  for (let revision = 2; revision <= REVISIONS; revision++) await step('upgrade', 'demo', source, '--set', `${tag}=v${revision}`, '--history-max', '0');
  const all = await storedIn(plane, space.name, type);
  await step('uninstall', 'demo');
  await space.cleanup();
  rmSync(home, { recursive: true });
  return { one, all };
}

function rowsOf(title: string, ours: Kept, theirs: Kept): readonly BenchmarkRow[] {
  const peerName = 'helm 4.1.4';
  return (['one', 'all'] as const).flatMap((moment) => {
    const when = moment === 'one' ? '1 revision' : `${REVISIONS} revisions`;
    return (['data', 'objects', 'count'] as const).map((figure) => ({
      what: `${title}, ${when}: ${FIGURES[figure]}`, unit: '', sherpack: ours[moment][figure], peer: theirs[moment][figure], peerName,
    }));
  });
}

const FIGURES = Object.freeze({ data: 'decoded data bytes', objects: 'bytes of whole objects', count: 'Secrets' });

export const benchmark: Benchmark = {
  name: 'storage',
  summary: `what is stored of a release after 1 and after ${REVISIONS} revisions (another image tag each)`,
  async run() {
    const found = findControlPlane();
    if (!found.available) return { skipped: found.reason };
    const plane = await openControlPlane();
    const folder = mkdtempSync(join(tmpdir(), 'sherpack-bench-'));
    // The small ones first: the large ones take minutes.
    const contests: readonly Contest[] = [
      { title: '(c) the web pack', tag: 'app.image.tag', pack: join(ROOT, 'examples/packs/web'), chart: join(ROOT, 'tests/bench/charts/web') },
      { title: '(d) twelve subcharts', tag: 'part-a.image.tag', ...writeTwin(folder, umbrella) },
      { title: '(a) 1.4 MB of templates and definitions', tag: 'image.tag', ...writeTwin(folder, stack) },
      { title: '(b) manifest of 2 MB', tag: 'image.tag', ...writeTwin(folder, broad) },
    ];
    const rows: BenchmarkRow[] = [];
    try {
      for (const { title, pack, chart, tag } of contests) {
        const ours = await keep(plane, { command: process.execPath, first: [CLI], source: pack, type: 'sherpack.io/release.v1' }, tag);
        const theirs = await keep(plane, { command: await helmPath(), first: [], source: chart, type: 'helm.sh/release.v1' }, tag);
        rows.push(...rowsOf(title, ours, theirs));
        process.stderr.write(`${title}: ${ours.one.data} and ${ours.all.data} bytes, helm ${theirs.one.data} and ${theirs.all.data}\n`);
      }
    } finally {
      rmSync(folder, { recursive: true });
      await plane.stop();
    }
    return rows;
  },
};
