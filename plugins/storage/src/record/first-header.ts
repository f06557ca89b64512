import { createHash } from 'node:crypto';
import { isObject } from '@sherpack/plugin-api';
import type { Segment } from '../content/segment.ts';
import { errors } from '../errors.ts';
import type { ReadHeader, RecordHeader } from './record-header.ts';

const FORM = 1;
const MAX_HEADER_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** The line of JSON with which a record of form 1 begins; no version writes it any more. */
interface FirstHeader {
  readonly sherpack: 'release';
  readonly schema: number;
  readonly compression: string;
  readonly size: number;
  /** Hexadecimal, over the canonical JSON. */
  readonly sha256: string;
  readonly segments?: readonly Segment[];
  readonly files?: Segment;
}

/** @throws STORAGE_RECORD_NEWER, STORAGE_RECORD_DAMAGED */
export function decodeFirstHeader(data: Uint8Array, what: string): ReadHeader {
  const end = data.subarray(0, MAX_HEADER_BYTES).indexOf(NEWLINE);
  if (end < 0) throw errors.RECORD_DAMAGED(what, 'it has no header');
  const line = parse(data.subarray(0, end));
  if (!isObject(line) || line['sherpack'] !== 'release' || typeof line['schema'] !== 'number') {
    throw errors.RECORD_DAMAGED(what, 'its header is not that of a release');
  }
  if (line['schema'] > FORM) throw errors.RECORD_NEWER(what, line['schema'], FORM);
  if (!isComplete(line)) throw errors.RECORD_DAMAGED(what, 'its header is not complete');
  const first = line as unknown as FirstHeader;
  return {
    header: headerOf(first),
    body: data.subarray(end + 1),
    isIntact: (content) => createHash('sha256').update(content).digest('hex') === first.sha256,
  };
}

function headerOf({ compression, size, segments, files }: FirstHeader): RecordHeader {
  return { schema: FORM, compression, size, tail: undefined, segments, files: files === undefined ? undefined : { segment: files, size: files.size, squeezed: false } };
}

function parse(line: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(line));
  } catch {
    return undefined;
  }
}

function isComplete({ compression, size, sha256, segments = [], files }: Readonly<Record<string, unknown>>): boolean {
  if (typeof compression !== 'string' || !isCount(size) || typeof sha256 !== 'string' || !Array.isArray(segments)) return false;
  return [...(segments as unknown[]), ...(files === undefined ? [] : [files])].every(isSegment);
}

function isSegment(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { size, compression, chunks } = value;
  return isCount(size) && typeof compression === 'string' && Array.isArray(chunks) && chunks.every((chunk) => typeof chunk === 'string' && /^[0-9a-f]{40}$/.test(chunk));
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
