import type { Revision } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { nameOf } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';

/** Bytes by which a record may grow between its first write and its last: a UID for each object, and the outcome. */
const GROWTH_PER_OBJECT = 48;
const GROWTH = 2048;

/** @throws STORAGE_RECORD_TOO_LARGE */
export function refuseIfTooLarge(revision: Revision, size: number, { driver, encoding }: Pick<StoreParts, 'driver' | 'encoding'>): void {
  const limit = driver.maxValueBytes;
  if (limit === undefined) return;
  const growth = encoding.chunking === false ? growthOf(revision) : 0;
  if (size + growth <= limit) return;
  const chunked = encoding.chunking !== false;
  throw errors.RECORD_TOO_LARGE(nameOf(revision.release), revision.revision, { size: size + growth, limit, driver: driver.name, chunked, serverLimit: driver.serverLimit });
}

function growthOf({ inventory, status }: Revision): number {
  const unseen = inventory.filter((entry) => entry.uid === undefined).length;
  return status.startsWith('pending-') ? GROWTH + unseen * GROWTH_PER_OBJECT : 0;
}
