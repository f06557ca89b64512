import { check } from '@sherpack/cel/compile';
import type { CelIssue } from '@sherpack/cel/cel-error';
import type { CelType } from '@sherpack/cel/cel-type';
import { dyn, string } from '@sherpack/cel/cel-type';
import type { JsonSchema } from '@sherpack/cel/json-schema';
import { schemaType } from '@sherpack/cel/schema-type';
import { isObject } from '@sherpack/plugin-api';
import { VARIABLES } from '../expression.ts';

/** Everything that is wrong with an expression over objects of this schema; without one only what is wrong by itself. */
export function checkExpression(expression: string, schema: JsonSchema | undefined, result: 'bool' | 'string'): readonly CelIssue[] {
  return check(expression, { variables: schema === undefined ? UNTYPED : variablesOf(schema), result }).issues;
}

const UNTYPED: Readonly<Record<string, CelType>> = { ...Object.fromEntries(VARIABLES.map((name) => [name, dyn])), apiVersion: string, kind: string };

/** The object, and its members by their own names; a member that the schema lacks is no variable. */
function variablesOf(schema: JsonSchema): Readonly<Record<string, CelType>> {
  const type = schemaType(asRun(schema) as JsonSchema, { isRoot: true, view: 'object' });
  if (type?.kind !== 'object') return UNTYPED;
  const members = VARIABLES.flatMap((name) => {
    const field = type.fields.get(name);
    return field === undefined ? [] : [[name, field.type] as const];
  });
  return { object: type, ...Object.fromEntries(members) };
}

/**
 * The schema as expressions meet the values when they run: as plain JSON. A time is a string there, and a number may be
 * whole or not.
 */
function asRun(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asRun);
  if (!isObject(schema)) return schema;
  const { format: _left, ...rest } = schema;
  const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asRun(value)]));
  return schema['type'] === 'number' ? { ...plain, 'x-kubernetes-int-or-string': true } : plain;
}
