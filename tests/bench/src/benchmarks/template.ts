import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { helmPath } from '@sherpack/control-plane/tools';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { writeTwins } from '../many-objects.ts';
import { measure } from '../measure.ts';

const CLI = fileURLToPath(new URL('../../../../core/cli/bin/sherpack.js', import.meta.url));

export const benchmark: Benchmark = {
  name: 'template',
  summary: 'rendering of the same objects by Sherpack and by Helm',
  async run() {
    const helm = await helmPath();
    const rows: BenchmarkRow[] = [];
    for (const count of [1, 500]) {
      const folder = mkdtempSync(join(tmpdir(), 'sherpack-bench-'));
      const { pack, chart } = writeTwins(folder, count);
      const ours = measure(process.execPath, [CLI, 'template', 'demo', pack], { runs: 5 });
      const theirs = measure(helm, ['template', 'demo', chart], { runs: 5 });
      rows.push({ what: `${count} objects, CPU`, unit: 's', sherpack: ours.cpu, peer: theirs.cpu, peerName: 'helm 4.1.4' });
      rows.push({ what: `${count} objects, wall clock`, unit: 's', sherpack: ours.wall, peer: theirs.wall, peerName: 'helm 4.1.4' });
      rmSync(folder, { recursive: true });
    }
    return rows;
  },
};
