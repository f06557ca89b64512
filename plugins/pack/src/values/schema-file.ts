import type { PackFile } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { isSimplifiedSchema, simplifiedToJsonSchema } from '@sherpack/schema/simplified';
import { parseYaml } from '@sherpack/yaml/parse';
import { errors } from '../errors.ts';
import { yamlFailure } from '../source/yaml-failure.ts';
import { textOf } from '../load/text-of.ts';
import type { TextSource } from '../manifest/text-source.ts';

/** The first that is there counts. */
const SCHEMA_FILES = ['values.schema.yaml', 'values.schema.json', 'schema.yaml', 'schema.json'];

export interface SchemaFile {
  readonly name: string;
  readonly source: TextSource;
  /** JSON Schema; the simplified form is translated. */
  readonly schema: object | boolean;
}

/** @throws PACK_YAML_INVALID, PACK_SCHEMA_INVALID */
export async function readSchema(pack: { readonly shown: string; readonly files: ReadonlyMap<string, PackFile> }): Promise<SchemaFile | undefined> {
  const name = SCHEMA_FILES.find((path) => pack.files.has(path));
  const file = name === undefined ? undefined : pack.files.get(name);
  if (name === undefined || file === undefined) return undefined;
  const source = textOf(pack, file);
  const document = parse(source);
  return { name, source, schema: toSchema(document, name, source) };
}

// JSON is YAML, and so its errors have a line and a column too.
function parse(source: TextSource): unknown {
  try {
    return parseYaml(source.text, { file: source.file });
  } catch (error) {
    throw yamlFailure(error, { excerpt: true });
  }
}

function toSchema(document: unknown, name: string, source: TextSource): object | boolean {
  if (typeof document === 'boolean') return document;
  if (!isObject(document)) throw errors.SCHEMA_INVALID('a schema is an object', { file: source.file, line: 1, column: 1 });
  return isSimplifiedSchema(document, name) ? simplifiedToJsonSchema(document) : document;
}
