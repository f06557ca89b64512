import type { EngineChoice, JsonObject, Path, SherpackError } from '@sherpack/plugin-api';
import { checkSchema } from '@sherpack/schema/check';
import type { SchemaIssue } from '@sherpack/schema/check';
import { parseYaml } from '@sherpack/yaml/parse';
import { errors } from '../errors.ts';
import { yamlFailure } from '../source/yaml-failure.ts';
import packSchema from '../pack.schema.json' with { type: 'json' };
import { engineOf } from './describe-pack.ts';
import type { ManifestKeys } from './manifest-keys.ts';
import { checkRanges } from './check-ranges.ts';
import { locate } from './text-source.ts';
import type { TextSource } from './text-source.ts';

/**
 * Reads Pack.yaml and checks it with the JSON Schema, plugins' keys included.
 *
 * @throws PACK_YAML_INVALID, PACK_MANIFEST_INVALID, PACK_KEY_UNKNOWN; PACK_INVALID when there are several
 */
export async function readManifest(source: TextSource, keys: ManifestKeys): Promise<JsonObject> {
  const manifest = parse(source);
  const issues = await checkSchema(schemaWith(keys), manifest, { trusted: true });
  const found = await Promise.all(issues.map((issue) => problemOf(issue, source)));
  if (found.length === 0) found.push(...await checkRanges(manifest as JsonObject, source));
  throwAll(found, source.file);
  return manifest as JsonObject;
}

/** Keys of Pack.yaml that another tool's manifest speaks for. */
const OF_MANIFEST = ['apiVersion', 'kind', 'metadata', 'dependencies'];

/**
 * Reads a Pack.yaml that lies beside the manifest of another tool: the blocks of plugins, and the choice of an engine.
 *
 * @throws as {@link readManifest}
 */
export async function readBlocks(source: TextSource, keys: ManifestKeys): Promise<{ readonly manifest: JsonObject; readonly engine: EngineChoice | undefined }> {
  const manifest = (parse(source) ?? {}) as JsonObject;
  const { required: _notHere, ...schema } = schemaWith(keys) as typeof packSchema;
  const own = Object.fromEntries(Object.entries(schema.properties).filter(([key]) => key === 'apiVersion' || !OF_MANIFEST.includes(key)));
  const issues = await checkSchema({ ...schema, properties: own }, manifest, { trusted: true });
  throwAll(await Promise.all(issues.map((issue) => problemOf(issue, source))), source.file);
  return { manifest, engine: manifest['engine'] === undefined ? undefined : engineOf(manifest['engine']) };
}

/** One problem is thrown as it is, several below a line that counts them. */
export function throwAll(found: readonly SherpackError[], what: string): void {
  const [first] = found;
  if (first === undefined) return;
  throw found.length === 1 ? first : errors.INVALID(what, found);
}

function parse(source: TextSource): unknown {
  try {
    return parseYaml(source.text, { file: source.file });
  } catch (error) {
    throw yamlFailure(error, { excerpt: true });
  }
}

function schemaWith(keys: ManifestKeys): object {
  return { ...packSchema, properties: { ...packSchema.properties, ...keys.schemas } };
}

async function problemOf(issue: SchemaIssue, source: TextSource): Promise<SherpackError> {
  const { path, keyword, suggestion, allowed } = issue;
  const unknownKey = keyword === 'additionalProperties' || keyword === 'unevaluatedProperties';
  const location = await locate(source, path, unknownKey ? 'key' : 'value');
  if (unknownKey) return errors.KEY_UNKNOWN(String(path.at(-1)), path.slice(0, -1), location, { suggestion, allowed });
  return errors.MANIFEST_INVALID(MESSAGES[`${pathName(path)}:${keyword}`] ?? issue.message, location, hintOf(path, suggestion));
}

const MESSAGES: Readonly<Record<string, string>> = {
  'metadata.version:pattern': 'metadata.version must be a full semantic version like 1.2.3, without a leading "v"',
  'metadata.name:pattern': 'metadata.name may hold letters, digits, dashes, dots and underscores and begins with a letter or digit',
  'apiVersion:const': 'apiVersion must be "sherpack/v1"',
};

const HINTS: Readonly<Record<string, string>> = {
  'metadata.version': 'Write it in quotes: version: "1.2.3"',
  'metadata.appVersion': 'Put the version in quotes, otherwise YAML reads a number: appVersion: "1.10"',
  apiVersion: 'This version of Sherpack reads apiVersion: sherpack/v1.',
};

function hintOf(path: Path, suggestion: string | undefined): string | undefined {
  return suggestion === undefined ? HINTS[pathName(path)] : `Did you mean "${suggestion}"?`;
}

function pathName(path: Path): string {
  return path.join('.');
}

