import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { JsonObject } from '@sherpack/plugin-api';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { errors } from '../errors.ts';
import { MAX_EXPANDED_BYTES } from '../record/encoding.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b, 0x08]);

export interface HelmFile {
  readonly name: string;
  /** Base64. */
  readonly data: string;
}

export interface HelmHook {
  readonly name: string;
  readonly kind: string;
  readonly path: string;
  readonly manifest: string;
  readonly events?: readonly string[];
  readonly [field: string]: unknown;
}

/** Helm's release as its storage keeps it (helm.sh/helm: pkg/release). */
export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly info: {
    readonly first_deployed?: string;
    readonly last_deployed?: string;
    readonly deleted?: string;
    readonly description?: string;
    readonly status?: string;
    readonly notes?: string;
    readonly rollback_revision?: number;
  };
  readonly chart?: {
    readonly metadata?: JsonObject & { readonly name?: string; readonly version?: string };
    readonly lock?: unknown;
    readonly templates?: readonly HelmFile[] | null;
    readonly values?: JsonObject | null;
    readonly schema?: string | null;
    readonly files?: readonly HelmFile[] | null;
  };
  readonly config?: JsonObject | null;
  readonly manifest?: string;
  readonly hooks?: readonly HelmHook[] | null;
  readonly apply_method?: string;
}

/**
 * Helm's `release`: base64 of gzip of JSON; without the magic bytes it is JSON itself.
 *
 * @param what names it in errors
 * @throws STORAGE_RECORD_DAMAGED
 */
export async function decodeHelmRelease(text: string, what: string): Promise<HelmRelease> {
  const bytes = Buffer.from(text, 'base64');
  try {
    const json = bytes.subarray(0, 3).equals(GZIP_MAGIC) ? await expand(bytes, { maxOutputLength: MAX_EXPANDED_BYTES }) : bytes;
    return parseJson(json.toString('utf8'), { exactNumbers: true }) as HelmRelease;
  } catch (error) {
    throw errors.RECORD_DAMAGED(what, 'it is no release of Helm', error);
  }
}

export async function encodeHelmRelease(release: HelmRelease): Promise<string> {
  return (await compress(Buffer.from(stringifyJson(release)), { level: 9 })).toString('base64');
}
