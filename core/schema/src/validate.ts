import type { ValidateFunction } from 'ajv/dist/core.js';
import { createAjv, declaredDraft, metaValidator, type SchemaDraft } from './draft.ts';
import { explainer } from './explain-union.ts';
import { withoutIdleNullable } from './idle-nullable.ts';
import { toIssues, type SchemaIssue } from './issue.ts';
import { pointerSegments } from './json-pointer.ts';
import { plainNumbers } from './plain-numbers.ts';
import { patternEngine } from './safe-pattern.ts';
import { SchemaError } from './schema-error.ts';
import { reduceUnions, type Explain } from './union.ts';

export type { SchemaDraft } from './draft.ts';
export type { SchemaIssue } from './issue.ts';

export interface CompileOptions {
  /** Default: what `$schema` says, else 2020-12, else the newest draft in which the schema is valid. */
  draft?: SchemaDraft;
  /** Refuse keywords and formats which are not known. Default false: they are ignored. */
  strict?: boolean;
  /** Check `format`. Default true. */
  formats?: boolean;
  /**
   * The schema is our own or a plugin's, so it is not checked itself and its patterns run on the engine of JavaScript:
   * much quicker. Never for a schema that came with a pack. Default false.
   */
  trusted?: boolean;
  /** Never put a value of the checked document into a message. Default false. */
  redact?: boolean;
}

export interface Validator {
  /**
   * All issues, sorted by path; empty when the value is valid. bigint and ExactNumber count as numbers.
   * Throws SchemaError (`endless`) when the schema refers to itself without getting ahead.
   */
  validate(value: unknown): SchemaIssue[];
}

interface Compiled {
  validate: ValidateFunction;
  root: object | boolean;
  explain: Explain;
}

// A name under which the parts of the schema can be asked for.
const ROOT_KEY = 'sherpack:schema';
const NEWEST_FIRST: SchemaDraft[] = ['2020-12', '2019-09', 'draft-07', 'draft-04'];

/**
 * Prepares a JSON Schema. References are resolved inside the schema and to the schemas of JSON Schema itself; nothing
 * is ever fetched. Throws SchemaError when the schema is invalid, a reference leads nowhere, or a pattern is unsafe.
 */
export async function compileSchema(schema: object | boolean, options: CompileOptions = {}): Promise<Validator> {
  const root = withoutIdleNullable(withoutDialect(plainNumbers(schema) as object | boolean)) as object | boolean;
  const declared = options.draft ?? declaredDraft(schema);
  const draft = options.trusted === true ? declared ?? '2020-12' : await draftOf(root, declared);
  const compiled = await compile(root, draft, options);
  return { validate: (value) => check(compiled, value, options.redact === true) };
}

function check({ validate, root, explain }: Compiled, value: unknown, redact: boolean): SchemaIssue[] {
  const plain = plainNumbers(value);
  if (guarded(() => validate(plain))) return [];
  const errors = guarded(() => reduceUnions(validate.errors ?? [], root, explain));
  return toIssues(errors, { root, value: plain, redact });
}

async function compile(root: object | boolean, draft: SchemaDraft, options: CompileOptions): Promise<Compiled> {
  const formats = options.formats !== false;
  const ajv = await createAjv(draft, {
    allErrors: true,
    verbose: true,
    logger: false,
    // Checked already, by an instance whose own schema is compiled only once.
    validateSchema: false,
    strict: false,
    strictSchema: options.strict === true,
    // Names such as `constructor` must not count as members.
    ownProperties: true,
    validateFormats: formats,
    ...(options.trusted === true ? {} : { code: { regExp: await patternEngine(root) } }),
  });
  if (formats) (await import('ajv-formats')).default.default(ajv);
  ajv.addSchema(root, ROOT_KEY);
  const validate = guarded(() => ajv.compile(root));
  return { validate, root, explain: explainer(ajv, validate, ROOT_KEY) };
}

/** The first draft in which the schema is valid; with a given draft only that one is tried. */
async function draftOf(root: object | boolean, draft: SchemaDraft | undefined): Promise<SchemaDraft> {
  const candidates = draft ? [draft] : NEWEST_FIRST;
  let failure: SchemaError | undefined;
  for (const candidate of candidates) {
    const error = await schemaError(root, candidate);
    if (!error) return candidate;
    failure ??= error;
  }
  throw failure ?? new SchemaError('invalid-schema', 'the schema is invalid');
}

async function schemaError(root: object | boolean, draft: SchemaDraft): Promise<SchemaError | undefined> {
  const meta = await metaValidator(draft);
  if (guarded(() => meta.validateSchema(root))) return undefined;
  const [error] = meta.errors ?? [];
  const path = pointerSegments(error?.instancePath ?? '');
  return new SchemaError('invalid-schema', `${error?.message ?? 'the schema is invalid'} (JSON Schema ${draft})`, path);
}

// ajv would look up the dialect again under exactly the spelling that is written there. Some schemas also carry the
// address of their dialect as their own.
function withoutDialect(schema: object | boolean): object | boolean {
  if (typeof schema !== 'object') return schema;
  return Object.fromEntries(Object.entries(schema).filter(([key, value]) => key !== '$schema' && !isDialectId(key, value)));
}

function isDialectId(key: string, value: unknown): boolean {
  return (key === '$id' || key === 'id') && typeof value === 'string' && /^https?:\/\/json-schema\.org\//.test(value);
}

function guarded<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw toSchemaError(error);
  }
}

function toSchemaError(error: unknown): unknown {
  if (error instanceof SchemaError || !(error instanceof Error)) return error;
  if (error instanceof RangeError) return new SchemaError('endless', 'the schema refers to itself without end', [], { cause: error });
  if (!('missingRef' in error)) return new SchemaError('invalid-schema', error.message, [], { cause: error });
  const reason = `the reference ${JSON.stringify(error.missingRef)} leads nowhere (schemas are never fetched from elsewhere)`;
  return new SchemaError('unresolved-reference', reason, [], { cause: error });
}
