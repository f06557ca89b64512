import gzip from '@sherpack/plugin-storage/compressions/gzip';
import none from '@sherpack/plugin-storage/compressions/none';
import zstd from '@sherpack/plugin-storage/compressions/zstd';
import type { Compression } from '@sherpack/plugin-api';
import type { BenchmarkRow } from '../benchmark.ts';

const LEVELS: readonly (readonly [Compression, number])[] = [
  [none, 0], [gzip, 1], [gzip, 6], [gzip, 9], [zstd, 1], [zstd, 3], [zstd, 6], [zstd, 9], [zstd, 12], [zstd, 15], [zstd, 19], [zstd, 22],
];

interface Cost {
  readonly size: number;
  readonly encode: number;
  readonly decode: number;
  /** Megabytes by which the process grew. */
  readonly memory: number;
}

/** Size, CPU seconds and memory of every compression and level on a content; the peer is gzip -9, Helm's. */
export async function codecRows(title: string, content: Uint8Array): Promise<readonly BenchmarkRow[]> {
  const costs = new Map<string, Cost>();
  for (const [compression, level] of LEVELS) costs.set(`${compression.name} ${level}`, await cost(compression, level, content));
  const peer = costs.get('gzip 9');
  if (peer === undefined) return [];
  return [...costs].flatMap(([name, own]) => [
    { what: `${title} (${content.length} bytes), ${name}: bytes`, unit: '', sherpack: own.size, peer: peer.size, peerName: 'gzip 9' },
    { what: `${name}: encode, CPU`, unit: 's', sherpack: own.encode, peer: peer.encode, peerName: 'gzip 9' },
    { what: `${name}: decode, CPU`, unit: 's', sherpack: own.decode, peer: peer.decode, peerName: 'gzip 9' },
    { what: `${name}: memory grown by`, unit: 'MB', sherpack: own.memory, peer: peer.memory, peerName: 'gzip 9' },
  ]);
}

async function cost({ compress, decompress }: Compression, level: number, content: Uint8Array): Promise<Cost> {
  const before = process.memoryUsage().rss;
  const [packed, encode] = await timed(() => compress(content, level));
  const peak = process.memoryUsage().rss;
  const [, decode] = await timed(() => decompress(packed, content.length));
  return { size: packed.length, encode, decode, memory: Math.max(0, peak - before) / 1e6 };
}

/** The median of three. */
async function timed<Result>(work: () => Promise<Result>): Promise<readonly [Result, number]> {
  const runs: (readonly [Result, number])[] = [];
  for (let index = 0; index < 3; index++) {
    const start = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(start);
    runs.push([result, (user + system) / 1e6]);
  }
  return runs.toSorted(([, a], [, b]) => a - b)[1] ?? [await work(), 0];
}
