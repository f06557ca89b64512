import { readNumber } from '../schemas/json-path.ts';
import type { Resource } from '../schemas/resource.ts';
import type { KubeObject } from '../server/api-types.ts';
import { invalid, type FieldErrors } from '../validation/field-error.ts';
import { loadGoPatterns } from './pattern.ts';
import { hasRules } from './has-rules.ts';
import { schemaErrors } from './validate.ts';

/** Everything that a definition's schema has against an object; `live` is the stored one, whose faults may stay. */
export async function validateCustomObject(object: KubeObject, resource: Resource, live?: KubeObject): Promise<FieldErrors> {
  const schema = resource.custom?.schema ?? {};
  await loadGoPatterns();
  const body = withoutHead(object);
  const before = live === undefined ? undefined : withoutHead(live);
  const errors = [...replicaErrors(object, resource), ...schemaErrors(body, schema, '', before)];
  const integers = errors.flatMap(fractionNote);
  if (!hasRules(schema) || integers.length > 0) return [...errors, ...integers];
  if (errors.some(({ reason }) => blocking.has(reason))) return [...errors, unchecked];
  const { ruleErrors } = await import('./rules.ts');
  return [...errors, ...ruleErrors(object, schema, live)];
}

/** The fields behind the subresource `scale` count something. */
function replicaErrors(object: KubeObject, resource: Resource): FieldErrors {
  const scale = resource.custom?.scale;
  const paths = scale ? [scale.specReplicasPath, scale.statusReplicasPath] : [];
  return paths.flatMap((path) => {
    const count = readNumber(object, ...path.split('.').filter((step) => step !== ''));
    return count !== undefined && count < 0 ? [invalid(path, count, 'should be a non-negative integer')] : [];
  });
}

/** Errors after which rules could not trust what they see. */
const blocking: ReadonlySet<string> = new Set(['FieldValueNotSupported', 'FieldValueRequired', 'FieldValueTooLong', 'FieldValueTooMany', 'FieldValueTypeInvalid']);

const unchecked = invalid('<nil>', null, 'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation');

/** The server stops at a number that should be an integer before it comes to the rules, and says so a second time. */
function fractionNote(error: FieldErrors[number]): FieldErrors {
  const isFraction = error.message.endsWith('must be of type integer: "number"');
  return isFraction ? [invalid('<nil>', '', `Checked value must be of type integer (default format) in ${error.field}`)] : [];
}

function withoutHead(object: KubeObject): Record<string, unknown> {
  const { apiVersion: _, kind: __, metadata: ___, ...body } = object;
  return body;
}
