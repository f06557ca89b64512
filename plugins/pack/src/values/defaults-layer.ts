import type { PackFile, ValueLayer } from '@sherpack/plugin-api';
import { LAYER_RANKS, isObject } from '@sherpack/plugin-api';
import { schemaDefaults } from '@sherpack/schema/defaults';
import { readSchema } from './schema-file.ts';

/** The `default`s of the pack's schema: the lowest layer of values. */
export async function defaultsLayer(pack: { readonly shown: string; readonly files: ReadonlyMap<string, PackFile> }): Promise<readonly ValueLayer[]> {
  const schema = await readSchema(pack);
  if (schema === undefined) return [];
  const values = schemaDefaults(schema.schema);
  if (!isObject(values) || Object.keys(values).length === 0) return [];
  return [{ name: `defaults of ${schema.name}`, rank: LAYER_RANKS.schema, values, source: schema.source }];
}
