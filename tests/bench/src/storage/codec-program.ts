// Run in a process of its own for every compression, level and direction: what one has left must not be another's memory.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Compression } from '@sherpack/plugin-api';
import gzip from '@sherpack/plugin-storage/compressions/gzip';
import none from '@sherpack/plugin-storage/compressions/none';
import zstd from '@sherpack/plugin-storage/compressions/zstd';

const COMPRESSIONS: Readonly<Record<string, Compression>> = { zstd, gzip, none };
const [, , direction = '', key = '', level = '0', from = '', to = ''] = process.argv;
const compression = COMPRESSIONS[key] ?? none;
const input = readFileSync(from);
const MEGABYTE = 1024 * 1024;

/** CPU seconds, the median of three, and by how much the first run raised the most memory that the process had, in MB. */
async function measured(work: () => Promise<Uint8Array>): Promise<{ readonly cpu: number; readonly memory: number; readonly result: Uint8Array }> {
  forgetHighWater();
  const before = highWater();
  const times: number[] = [];
  let result = await timed(times, work);
  const memory = highWater() - before;
  for (let index = 0; index < 2; index++) result = await timed(times, work);
  return { cpu: times.toSorted((a, b) => a - b)[1] ?? 0, memory, result };
}

async function timed(times: number[], work: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const start = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(start);
  times.push((user + system) / 1e6);
  return result;
}

/** Linux sets the mark to what the process has now (proc(5)); elsewhere it stays, and hides what is small. */
function forgetHighWater(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The figure is a lower bound then.
  }
}

function highWater(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const mark = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  return (mark === undefined ? process.resourceUsage().maxRSS : Number(mark)) / 1024;
}

// Loads the library and warms the code, with something that needs no memory.
await compression.decompress(await compression.compress(new Uint8Array(64), 1), 64);
const work = direction === 'encode' ? () => compression.compress(input, Number(level)) : () => compression.decompress(input, 64 * MEGABYTE);
const { cpu, memory, result } = await measured(work);
writeFileSync(to, result);
process.stdout.write(JSON.stringify({ cpu, memory, size: result.length }));
