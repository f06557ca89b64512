import { fileURLToPath } from 'node:url';
import type { Benchmark } from '../benchmark.ts';
import { measure } from '../measure.ts';

const CLI = fileURLToPath(new URL('../../../../core/cli/bin/sherpack.js', import.meta.url));

/** The limit is 2: what people pay for asking. */
export const benchmark: Benchmark = {
  name: 'help',
  summary: '`sherpack --help` beside an empty Node process',
  async run() {
    const empty = measure(process.execPath, ['-e', ''], { runs: 11 });
    const help = measure(process.execPath, [CLI, '--help'], { runs: 11 });
    const peerName = 'empty node process';
    return [
      { what: 'CPU', unit: 's', sherpack: help.cpu, peer: empty.cpu, peerName },
      { what: 'wall clock', unit: 's', sherpack: help.wall, peer: empty.wall, peerName },
    ];
  },
};
