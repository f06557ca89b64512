import { accepts } from './accepts.ts';
import { isPlainSchema } from './plain-schema.ts';
import { plainNumbers } from './plain-numbers.ts';
import type { CompileOptions, SchemaIssue } from './validate.ts';

export type { SchemaIssue } from './validate.ts';

/**
 * Holds one value against one schema. Most schemas are plain and most values right: that is decided here, for compiling
 * a schema takes longer than all the rest of a short command. Whatever is not plainly right goes to the validator, which
 * words what is wrong.
 *
 * @returns all issues, sorted by path; empty when the value is valid
 * @throws SchemaError when the schema is invalid, a reference leads nowhere, or a pattern is unsafe
 */
export async function checkSchema(schema: object | boolean, value: unknown, options: CompileOptions = {}): Promise<SchemaIssue[]> {
  const plain = plainNumbers(schema);
  if (options.draft === undefined && isPlainSchema(plain, options.trusted === true) && accepts(plain, plainNumbers(value)) === true) return [];
  const { compileSchema } = await import('./validate.ts');
  return (await compileSchema(schema, options)).validate(value);
}
