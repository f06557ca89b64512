import type { Compression, Extensions, JsonObject, StorageDriver } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import type { StorageConfig, StorageSettings } from './config.ts';
import { DEFAULT_CHUNK_SIZE, parseSize } from './content/chunk-size.ts';
import { errors } from './errors.ts';
import type { Encoding } from './record/encoding.ts';

/** A record names its chunks in its metadata, which a server limits: 256 KiB of annotations are some 6,000 names. */
const LEAST_CHUNK = 4096;

/**
 * One precedence for every key: the configuration (flags and environment included, as everywhere), then the pack, then
 * the default.
 *
 * @param pack the block `storage` of Pack.yaml, checked against its schema
 */
export function settingsOf(config: StorageConfig | undefined, pack: JsonObject | undefined): StorageSettings {
  const block: StorageSettings = isObject(pack) ? pack : {};
  const { driver, compression, compressionLevel, chunking } = { ...block, ...definedOf(config ?? {}) };
  return {
    ...(driver === undefined ? {} : { driver }),
    ...(compression === undefined ? {} : { compression }),
    ...(compressionLevel === undefined ? {} : { compressionLevel }),
    chunking: { ...block.chunking, ...definedOf(chunking ?? {}) },
  };
}

function definedOf<Value extends object>(value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<Value>;
}

/** @throws STORAGE_SETTING_INVALID */
export function encodingOf(settings: StorageSettings, compressions: Extensions<Compression>, driver: Pick<StorageDriver, 'maxValueBytes'>): Encoding {
  const { compression = 'zstd', compressionLevel, chunking = {} } = settings;
  const { enabled = 'auto', maxChunkSize = DEFAULT_CHUNK_SIZE } = chunking;
  const size = parseSize(maxChunkSize);
  if (size === undefined || size < LEAST_CHUNK) throw errors.SETTING_INVALID('chunking.maxChunkSize', String(maxChunkSize), `a size such as 900KB or 512KiB, ${LEAST_CHUNK} bytes at least`);
  return {
    compression: (key) => compressions.get(key),
    chosen: compression,
    level: compressionLevel,
    chunking: enabled,
    maxChunkSize: Math.min(size, driver.maxValueBytes ?? size),
  };
}

/** @throws STORAGE_SETTING_INVALID for a level that the compression does not have */
export async function checkLevel({ compression, chosen, level }: Encoding): Promise<void> {
  if (level === undefined) return;
  const { levels } = await compression(chosen);
  const fits = levels !== undefined && level >= levels.lowest && level <= levels.highest;
  if (!fits) throw errors.SETTING_INVALID('compressionLevel', String(level), levels === undefined ? `nothing, for ${chosen} has no levels` : `a level of ${chosen} from ${levels.lowest} to ${levels.highest}`);
}
