import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { isObject } from '@sherpack/plugin-api';
import type { JsonObject, Revision } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/** The newest form of {@link Revision} that this version reads. */
const SCHEMA = 1;
/** No record is larger expanded; stops a bomb in a Secret that somebody else may write. */
const MAX_EXPANDED_BYTES = 512 * 1024 * 1024;
const MAX_HEADER_BYTES = 4096;

/** The first line of a stored record: all that must be known before the rest can be read. */
interface RecordHeader {
  readonly sherpack: 'release';
  readonly schema: number;
  readonly compression: 'gzip' | 'none';
  /** Hexadecimal, over the expanded JSON. */
  readonly sha256: string;
}

/**
 * A record is one line of JSON, the {@link RecordHeader}, then the compressed canonical JSON of the revision: members
 * in the order of their names, numbers exact. The header leaves room for other compressions without a new form.
 */
export async function encodeRevision(revision: Revision): Promise<Uint8Array> {
  const json = Buffer.from(stringifyJson(revision, { sortKeys: true }));
  const header: RecordHeader = { sherpack: 'release', schema: revision.schema, compression: 'gzip', sha256: digest(json) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), await compress(json, { level: 9 })]);
}

/**
 * @param what names the record in errors: `revision 3 of release shop/web`
 * @throws STORAGE_RECORD_NEWER, STORAGE_RECORD_DAMAGED
 */
export async function decodeRevision(data: Uint8Array, what: string): Promise<Revision> {
  const end = data.subarray(0, MAX_HEADER_BYTES).indexOf(0x0a);
  if (end < 0) throw errors.RECORD_DAMAGED(what, 'it has no header');
  const header = readHeader(data.subarray(0, end), what);
  const json = await expandBody(data.subarray(end + 1), header, what);
  if (digest(json) !== header.sha256) throw errors.RECORD_DAMAGED(what, 'its checksum is wrong');
  return parseJson(new TextDecoder().decode(json), { exactNumbers: true }) as Revision;
}

function readHeader(line: Uint8Array, what: string): RecordHeader {
  const header = parseHeader(line);
  if (header?.['sherpack'] !== 'release' || typeof header['schema'] !== 'number') {
    throw errors.RECORD_DAMAGED(what, 'its header is not that of a release');
  }
  if (header['schema'] > SCHEMA) throw errors.RECORD_NEWER(what, header['schema'], SCHEMA);
  return header as unknown as RecordHeader;
}

function parseHeader(line: Uint8Array): JsonObject | undefined {
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(line));
    return isObject(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

async function expandBody(body: Uint8Array, header: RecordHeader, what: string): Promise<Uint8Array> {
  if (header.compression === 'none') return body;
  if (header.compression !== 'gzip') throw errors.RECORD_DAMAGED(what, `compression "${String(header.compression)}" is unknown`);
  try {
    return await expand(body, { maxOutputLength: MAX_EXPANDED_BYTES });
  } catch (error) {
    throw errors.RECORD_DAMAGED(what, 'its compressed part is broken', error);
  }
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
