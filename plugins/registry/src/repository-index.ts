import type { FetchContext, FetchOptions } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';
import { read } from './download.ts';
import { errors } from './errors.ts';
import { shownUrl } from './http-client.ts';

/** One version of a chart in a repository. */
export interface IndexEntry {
  readonly version: string;
  /** Absolute, or relative to the repository. */
  readonly url: string;
  readonly digest: string | undefined;
}

/** Bytes that a list may have; the largest public ones have some twenty million. */
const LARGEST = 128 * 1024 * 1024;

export type RepositoryIndex = ReadonlyMap<string, readonly IndexEntry[]>;

/** Reads `index.yaml`; entries without a version or an address are left out. @throws REGISTRY_ANSWER */
export async function readIndex(repository: string, options: FetchOptions, context: FetchContext): Promise<RepositoryIndex> {
  const url = new URL('index.yaml', `${repository.replace(/\/$/, '')}/`);
  const text = (await read(url, options, context, LARGEST, `chart repository at ${shownUrl(new URL('.', url))}: it has no index.yaml`)).toString();
  const index = parsed(text, url);
  return new Map(Object.entries(index).map(([name, entries]) => [name, Array.isArray(entries) ? entries.flatMap(entryOf) : []]));
}

function parsed(text: string, url: URL): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = text.trimStart().startsWith('{') ? JSON.parse(text) : parseYaml(text, { duplicateKeys: 'last' });
    if (isObject(value) && isObject(value['entries'])) return value['entries'];
  } catch {
    // Said below.
  }
  throw errors.ANSWER(shownUrl(url), 'is no list of charts');
}

function entryOf(entry: unknown): readonly IndexEntry[] {
  if (!isObject(entry) || entry['removed'] === true) return [];
  const { version, urls, digest } = entry;
  const [url] = Array.isArray(urls) ? (urls as readonly unknown[]) : [];
  if (typeof version !== 'string' || typeof url !== 'string') return [];
  const sum = typeof digest === 'string' && digest !== '' ? `sha256:${digest.replace(/^sha256:/, '')}` : undefined;
  return [{ version, url, digest: sum }];
}
