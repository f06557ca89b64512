import { randomUUID } from 'node:crypto';
import { createKernel } from '@sherpack/kernel/kernel';
import type { Log, Terminal } from '@sherpack/plugin-api';
import { defaultSources } from '../../../../core/cli/src/default-sources.ts';
import { wallClock } from '../../../../core/cli/src/terminal/clock.ts';

const WARM_UP = 12;
const RUNS = 9;

const silent: Log = { debug() {}, info() {}, warn() {} };

/** Renders the same chart over and over in this process, as an editor or a controller does. @returns the median wall time in seconds */
export async function renderWarm(pack: string): Promise<number> {
  // No stage of `template` talks to a terminal.
  const host = { clock: wallClock, log: silent, terminal: {} as Terminal, newId: randomUUID };
  const kernel = createKernel({ host, plugins: defaultSources, config: {}, selection: {}, defaultCluster: 'sandbox' });
  const times: number[] = [];
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const began = performance.now();
    const { manifests } = await kernel.operations.run({ kind: 'template', release: { name: 'demo', namespace: 'default' }, pack, flags: {} });
    if ((manifests?.objects.length ?? 0) === 0) throw new Error(`${pack} rendered nothing`);
    times.push((performance.now() - began) / 1000);
  }
  await kernel.dispose();
  return times.slice(WARM_UP).toSorted((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
}
