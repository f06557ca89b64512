import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BenchmarkRow } from '../benchmark.ts';

const PROGRAM = fileURLToPath(new URL('codec-program.ts', import.meta.url));
const LEVELS: readonly (readonly [compression: string, level: number])[] = [
  ['none', 0], ['gzip', 1], ['gzip', 6], ['gzip', 9], ['zstd', 1], ['zstd', 3], ['zstd', 6], ['zstd', 9], ['zstd', 12], ['zstd', 15], ['zstd', 19], ['zstd', 22],
];
const run = promisify(execFile);

interface Part {
  /** Seconds. */
  readonly cpu: number;
  /** Megabytes by which the process grew. */
  readonly memory: number;
  readonly size: number;
}

interface Cost {
  readonly encode: Part;
  readonly decode: Part;
}

/** Size, CPU seconds and memory of every compression and level on a content; the peer is gzip -9, Helm's. */
export async function codecRows(title: string, content: Uint8Array): Promise<readonly BenchmarkRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sherpack-bench-'));
  writeFileSync(join(folder, 'content'), content);
  const costs = new Map<string, Cost>();
  for (const [compression, level] of LEVELS) costs.set(`${compression} ${level}`, await costOf(compression, level, folder));
  rmSync(folder, { recursive: true });
  const peer = costs.get('gzip 9');
  if (peer === undefined) return [];
  return [...costs].flatMap(([name, own]) => [
    { what: `${title} (${content.length} bytes), ${name}: bytes`, unit: '', sherpack: own.encode.size, peer: peer.encode.size, peerName: 'gzip 9' },
    ...(['encode', 'decode'] as const).flatMap((part) => [
      { what: `${name}: ${part}, CPU`, unit: 's', sherpack: own[part].cpu, peer: peer[part].cpu, peerName: 'gzip 9' },
      { what: `${name}: ${part}, memory grown by`, unit: 'MB', sherpack: own[part].memory, peer: peer[part].memory, peerName: 'gzip 9' },
    ]),
  ]);
}

async function costOf(compression: string, level: number, folder: string): Promise<Cost> {
  const encode = await inProcess('encode', compression, level, join(folder, 'content'), join(folder, 'packed'));
  return { encode, decode: await inProcess('decode', compression, level, join(folder, 'packed'), join(folder, 'expanded')) };
}

async function inProcess(direction: 'encode' | 'decode', compression: string, level: number, from: string, to: string): Promise<Part> {
  const { stdout } = await run(process.execPath, ['--conditions', 'sherpack-source', '--import', 'jiti/register', PROGRAM, direction, compression, String(level), from, to], { env: { ...process.env, NODE_OPTIONS: '' } });
  return JSON.parse(stdout) as Part;
}
