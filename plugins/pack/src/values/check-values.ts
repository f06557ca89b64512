import type { JsonObject, Operation, Pack, SherpackError } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { SchemaError } from '@sherpack/schema/schema-error';
import { checkSchema } from '@sherpack/schema/check';
import type { SchemaIssue } from '@sherpack/schema/check';
import { errors } from '../errors.ts';
import { placeOf } from '../load/pack-place.ts';
import { locate } from '../manifest/text-source.ts';
import { readSchema } from './schema-file.ts';
import type { SchemaFile } from './schema-file.ts';

/**
 * Holds the values of a pack and of its subpacks against their schemas. Messages never show a value: it may be secret.
 *
 * @throws PACK_SCHEMA_INVALID when a schema itself is wrong
 */
export async function valueProblems(pack: Pack, { flags }: Pick<Operation, 'flags'>): Promise<readonly SherpackError[]> {
  if (flags['skipSchemaValidation'] === true) return [];
  const found = await ownProblems(pack);
  for (const subpack of pack.subpacks) found.push(...await valueProblems(subpack, { flags }));
  return found;
}

async function ownProblems(pack: Pack): Promise<SherpackError[]> {
  const schema = await readSchema({ shown: placeOf(pack), files: pack.files });
  if (schema === undefined) return [];
  const issues = await issuesOf(schema, ownValues(pack, schema.schema));
  return Promise.all(issues.map((issue) => problemOf(issue, pack)));
}

async function issuesOf(schema: SchemaFile, values: JsonObject): Promise<readonly SchemaIssue[]> {
  try {
    return await checkSchema(schema.schema, values, { redact: true });
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw errors.SCHEMA_INVALID(error.reason, await locate(schema.source, error.path), error);
  }
}

async function problemOf({ path, message, suggestion }: SchemaIssue, pack: Pack): Promise<SherpackError> {
  const origin = await pack.origin(path) ?? await pack.origin(path.slice(0, -1));
  const location = origin?.location ?? { file: placeOf(pack) };
  return errors.VALUES_INVALID(pack.path, message, location, suggestion);
}

/**
 * What the schema is about. `global` comes from above and the values of subpacks have schemas of their own, so a schema
 * without a word on them does not refuse them as unknown keys.
 */
function ownValues(pack: Pack, schema: object | boolean): JsonObject {
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  const foreign = ['global', 'tags', ...pack.dependencies.map(({ alias, name }) => alias ?? name), ...pack.subpacks.map(({ alias }) => alias)];
  const left = Object.entries(pack.values).filter(([key]) => !foreign.includes(key) || Object.hasOwn(properties, key));
  return Object.fromEntries(left);
}
