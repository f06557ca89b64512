import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { LAYER_RANKS, isObject } from '@sherpack/plugin-api';
import type { FormatDocument, JsonObject, PackFormat, ValueLayer } from '@sherpack/plugin-api';
import { parseYamlDocuments } from '@sherpack/yaml/parse';
import { decodeText } from '../source/decode-text.ts';
import { errors } from '../errors.ts';
import { yamlFailure } from '../source/yaml-failure.ts';
import { listOf } from './flag-layers.ts';

/** Where the text of `-f -` comes from. */
export type ReadInput = () => Promise<string>;

/**
 * The layers of `-f/--values`: in the order given, several in one flag divided by commas, and one layer for each YAML
 * document of a file.
 *
 * @throws PACK_VALUES_URL, PACK_VALUES_FILE_MISSING, PACK_YAML_INVALID, PACK_VALUES_NOT_A_MAP
 */
export async function fileLayers(flags: JsonObject, readInput: ReadInput, format?: PackFormat): Promise<readonly ValueLayer[]> {
  const files = listOf(flags['values']).flatMap(splitList);
  const layers: ValueLayer[] = [];
  for (const file of files) {
    const text = await readValuesFile(file, '-f', readInput);
    layers.push(...documentLayers(text, file === '-' ? 'standard input' : file, `-f ${file}`, LAYER_RANKS.file, format));
  }
  return layers;
}

/** @throws PACK_VALUES_URL, PACK_VALUES_FILE_MISSING, PACK_FILE_NOT_TEXT */
export async function readValuesFile(file: string, flag: string, readInput: ReadInput): Promise<string> {
  if (file.trim() === '-') return readInput();
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) throw errors.VALUES_URL(flag, withoutPassword(file));
  try {
    return decodeText(readFileSync(isAbsolute(file) ? file : join(process.cwd(), file)), file);
  } catch (error) {
    throw isMissing(error) ? errors.VALUES_FILE_MISSING(flag, file, error) : error;
  }
}

/**
 * The layers of one values text. An empty document gives none.
 *
 * @param format reads YAML in its own way
 */
export function documentLayers(text: string, file: string, name: string, rank: number, format?: PackFormat): readonly ValueLayer[] {
  return documentsOf(text, file, format).flatMap((document) => {
    if (document.value === null) return [];
    if (!isObject(document.value)) throw errors.VALUES_NOT_A_MAP(file, document.line);
    // Empty lines keep the line numbers of a later document right.
    const padded = document.line > 1 ? '\n'.repeat(document.line - 1) + document.text : text;
    return [{ name, rank, values: document.value, source: { file, text: padded } }];
  });
}

function documentsOf(text: string, file: string, format: PackFormat | undefined): readonly FormatDocument[] {
  try {
    return format === undefined ? parseYamlDocuments(text, { file }) : format.readValues(text, file);
  } catch (error) {
    throw yamlFailure(error, { excerpt: false });
  }
}

/** Helm divides `-f` at commas; quotes protect one, as in CSV. */
function splitList(flag: string): readonly string[] {
  if (flag.startsWith('"') && flag.endsWith('"') && flag.length > 1) return [flag.slice(1, -1).replaceAll('""', '"')];
  return flag.split(',').filter((file) => file !== '');
}

function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'EACCES';
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/, '');
}
