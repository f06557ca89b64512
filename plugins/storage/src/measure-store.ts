import type { Compression, Extensions, Release } from '@sherpack/plugin-api';
import { HEAD } from './entry-names.ts';
import { errors } from './errors.ts';
import { committedIn, decodeHead } from './head.ts';
import { listSummaries } from './release-reader.ts';
import { nameOf } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';
import { readRecord } from './stored-record.ts';

export interface Measurement {
  readonly compression: string;
  readonly level: number;
  readonly bytes: number;
  /** Bytes by bytes of the content. */
  readonly ratio: number;
  readonly encodeMs: number;
  readonly decodeMs: number;
}

export interface StoreMeasurement {
  readonly driver: string;
  readonly listMs: number;
  readonly readMs: number;
  /** Bytes of the newest record, expanded. */
  readonly content: number;
  readonly rows: readonly Measurement[];
}

/** @throws STORAGE_RELEASE_UNKNOWN */
export async function measureStore(release: Release, parts: StoreParts, compressions: Extensions<Compression>): Promise<StoreMeasurement> {
  const { driver } = parts;
  const [, listMs] = await timed(() => listSummaries(driver, release));
  const value = await driver.get({ release, name: HEAD });
  const head = value === undefined ? undefined : committedIn(decodeHead(value));
  const [record, readMs] = await timed(async () => (head === undefined ? undefined : readRecord(release, head.revision, head, parts)));
  if (record === undefined) throw errors.RELEASE_UNKNOWN(nameOf(release), `driver "${driver.name}"`);
  const rows: Measurement[] = [];
  for (const key of compressions.keys()) rows.push(...(await measureLevels(await compressions.get(key), record.json)));
  return { driver: driver.name, listMs, readMs, content: record.json.length, rows };
}

async function measureLevels({ name, levels, compress, decompress, defaultLevel }: Compression, content: Uint8Array): Promise<readonly Measurement[]> {
  const wanted = levels === undefined ? [0] : [levels.lowest, 3, defaultLevel(content.length), Math.min(19, levels.highest)];
  const chosen = [...new Set(wanted)].filter((level) => levels === undefined || level <= levels.highest).toSorted((a, b) => a - b);
  const rows: Measurement[] = [];
  for (const level of chosen) {
    const [packed, encodeMs] = await timed(() => compress(content, level));
    const [, decodeMs] = await timed(() => decompress(packed, content.length));
    rows.push({ compression: name, level, bytes: packed.length, ratio: packed.length / Math.max(1, content.length), encodeMs, decodeMs });
  }
  return rows;
}

async function timed<Result>(work: () => Promise<Result>): Promise<readonly [Result, number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}
