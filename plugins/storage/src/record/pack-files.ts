import { Buffer } from 'node:buffer';
import type { JsonObject, PackFile } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { parseYaml } from '@sherpack/yaml/parse';
import type { SealingKey } from '../sealing/sealing-key.ts';
import { keyIdOf } from '../sealing/sealing-key.ts';
import { quotes } from '../sealing/secret-places.ts';
import type { StoredFiles } from './record-header.ts';
import { SMALL, squeeze, unsqueeze } from './squeeze.ts';

/** The files of a pack as records hold them. */
export interface FilesSource {
  readonly content: Uint8Array;
  readonly squeezed: boolean;
  /** Where they are already; undefined when they are to be stored. */
  readonly stored: StoredFiles | undefined;
  /** All that the segment holds in which they are. */
  readonly whole: Uint8Array;
}

/** Files that are to be stored. */
export function newFiles(content: Uint8Array, squeezed: boolean): FilesSource {
  return { content, squeezed, stored: undefined, whole: content };
}

/** Files that are stored, from the content of their segment. */
export function knownFiles(stored: StoredFiles, whole: Uint8Array): FilesSource {
  return { content: whole.subarray(0, stored.size), squeezed: stored.squeezed, stored, whole };
}

/** A file of a pack as stored: text as text, for base64 compresses badly; the pack's values as such, see {@link valuesIn}. */
type StoredFile = { readonly path: string } & (
  { readonly text: string } | { readonly base64: string } | { readonly sealed: string; readonly binary?: true } | { readonly values: JsonObject }
);

const VALUES_FILE = 'values.yaml';
/** Numbers that JSON does not have. */
const NO_JSON = /\.(?:nan|inf)\b/i;

/**
 * The files of a pack in one piece, sorted by path: equal packs make equal bytes.
 *
 * @param secrets texts that must not be readable; a file that quotes one is sealed
 */
export async function encodeFiles(files: readonly PackFile[], secrets: ReadonlySet<string>, keyOf: () => Promise<SealingKey>): Promise<FilesSource> {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const stored: StoredFile[] = [];
  for (const file of sorted) {
    const kept = withoutComments(storedOf(file));
    stored.push(isSecret(file, kept, secrets) ? await sealed(file, keyOf) : kept);
  }
  const json = Buffer.from(stringifyJson(stored, { sortKeys: true }));
  return json.length <= SMALL ? newFiles(squeeze(json, { apart: false }).bytes, true) : newFiles(json, false);
}

/** By its bytes, and by what its values say, however the file spells it. */
function isSecret({ content }: PackFile, kept: StoredFile, secrets: ReadonlySet<string>): boolean {
  if (secrets.size === 0) return false;
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return [...secrets].some((secret) => bytes.includes(secret)) || ('values' in kept && quotes(stringifyJson(kept.values), secrets));
}

async function sealed(file: PackFile, keyOf: () => Promise<SealingKey>): Promise<StoredFile> {
  const plain = storedOf(file);
  const key = await keyOf();
  if ('text' in plain) return { path: file.path, sealed: key.seal(plain.text) };
  return { path: file.path, sealed: key.seal(plain.base64), binary: true };
}

export async function decodeFiles({ content, squeezed }: Pick<FilesSource, 'content' | 'squeezed'>, keyOf: (id: string) => Promise<SealingKey>): Promise<readonly PackFile[]> {
  const json = squeezed ? unsqueeze({ bytes: content, tail: 0 }) : content;
  const stored = parseJson(new TextDecoder().decode(json), { exactNumbers: true }) as unknown as readonly StoredFile[];
  return Promise.all(stored.map(async (file) => ({ path: file.path, content: await contentOf(file, keyOf) })));
}

function storedOf({ path, content }: PackFile): StoredFile & ({ readonly text: string } | { readonly base64: string }) {
  try {
    // A byte order mark would be dropped silently otherwise.
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    return { path, base64: Buffer.from(content).toString('base64') };
  }
}

/** The same as far as it is kept. */
export function isSameFile(a: PackFile, b: PackFile): boolean {
  const [one, other] = [a, b].map((file) => stringifyJson(withoutComments(storedOf(file)), { sortKeys: true }));
  return one === other;
}

/**
 * Of the pack's own values only what they say is kept, as the record says it: large packs have more comments there than
 * templates, and nothing reads them once the pack is deployed.
 */
function withoutComments(file: StoredFile): StoredFile {
  if (file.path !== VALUES_FILE || !('text' in file)) return file;
  const values = valuesIn(file.text);
  return values === undefined ? file : { path: file.path, values };
}

/** @returns undefined where JSON cannot say the same, or only at much greater length */
function valuesIn(text: string): JsonObject | undefined {
  if (NO_JSON.test(text)) return undefined;
  try {
    const values = parseYaml(text, { file: VALUES_FILE, exactNumbers: true, duplicateKeys: 'last' });
    return isObject(values) && stringifyJson(values).length <= 2 * text.length ? values : undefined;
  } catch {
    return undefined;
  }
}

async function contentOf(file: StoredFile, keyOf: (id: string) => Promise<SealingKey>): Promise<Uint8Array> {
  if ('text' in file) return Buffer.from(file.text);
  if ('values' in file) return Buffer.from(`${stringifyJson(file.values, { indent: 2 })}\n`);
  if ('base64' in file) return Buffer.from(file.base64, 'base64');
  return Buffer.from((await keyOf(keyIdOf(file.sealed))).unseal(file.sealed), file.binary === true ? 'base64' : 'utf8');
}
