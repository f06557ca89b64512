import { readList, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { cause, invalid, notSupported, required, type FieldError, type FieldErrors } from '../validation/field-error.ts';
import type { JsonSchema, ValidationRule } from './json-schema.ts';
import { rulePath } from './rule-path.ts';
import { rulePrograms, type RuleProgram, type RuledSchema } from './rule-program.ts';

/** What is wrong with the rules of a definition (apiextensions, ValidateCustomResourceDefinitionOpenAPISchema). */
export function ruleDefinitionErrors(definition: KubeObject): FieldErrors {
  const versions = readList(definition, 'spec', 'versions');
  return versions.flatMap((version, i) => {
    const schema = (readObject(version, 'schema', 'openAPIV3Schema') ?? {}) as JsonSchema;
    const field = versions.length === 1 ? 'spec.validation.openAPIV3Schema' : `spec.versions[${i}].schema.openAPIV3Schema`;
    const shape = everywhere(schema, field, shapeErrors);
    return shape.length > 0 ? shape : everywhere(schema, field, expressionErrors);
  });
}

/** A part of a schema, and the list within which old values cannot be found. */
interface Place extends RuledSchema {
  readonly field: string;
  readonly lost: string | undefined;
}

function everywhere(schema: JsonSchema, field: string, errorsAt: (place: Place) => FieldErrors): FieldErrors {
  return walk({ rules: schema, values: schema, isRoot: true, field, lost: undefined }, errorsAt);
}

function walk(place: Place, errorsAt: (place: Place) => FieldErrors): FieldErrors {
  const { values: schema, field, lost } = place;
  const below = (child: JsonSchema, path: string, isLost = false): FieldErrors => {
    const isRoot = child['x-kubernetes-embedded-resource'] === true;
    return walk({ rules: child, values: child, isRoot, field: `${field}.${path}`, lost: lost ?? (isLost ? field : undefined) }, errorsAt);
  };
  const isMapLost = schema['x-kubernetes-map-type'] !== undefined && !['granular', 'atomic'].includes(schema['x-kubernetes-map-type']);
  const values = typeof schema.additionalProperties === 'object' ? below(schema.additionalProperties, 'additionalProperties', isMapLost) : [];
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => below(property, `properties[${name}]`, isMapLost));
  const items = schema.items ? below(schema.items, 'items', schema['x-kubernetes-list-type'] !== 'map') : [];
  return [...values, ...properties, ...items, ...errorsAt(place)];
}

function shapeErrors({ rules, field }: Place): FieldErrors {
  return (rules['x-kubernetes-validations'] ?? []).flatMap((rule, i) => ruleShapeErrors(rule, rules, `${field}.x-kubernetes-validations[${i}]`));
}

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];

function ruleShapeErrors(rule: ValidationRule, schema: JsonSchema, field: string): FieldErrors {
  const errors: FieldErrors = textErrors(rule, field);
  if (rule.messageExpression && rule.messageExpression.trim() === '') errors.push(required(`${field}.messageExpression`, 'messageExpression must be non-empty if specified'));
  if (rule.reason !== undefined && !reasons.includes(rule.reason)) errors.push(notSupported(`${field}.reason`, rule.reason, reasons));
  if (rule.fieldPath) errors.push(...pathErrors(rule.fieldPath, schema, `${field}.fieldPath`));
  return errors;
}

function textErrors({ rule, message = '' }: ValidationRule, field: string): FieldErrors {
  const text = (rule ?? '').trim();
  if (text === '') return [required(`${field}.rule`, 'rule is not specified')];
  if (message !== '' && message.trim() === '') return [invalid(`${field}.message`, message, 'must be non-empty if specified')];
  if (/[\n\r]/.test(message.trim())) return [invalid(`${field}.message`, message, 'must not contain line breaks')];
  const isBare = /[\n\r]/.test(text) && message.trim() === '';
  return isBare ? [required(`${field}.message`, 'message must be specified if rule contains line breaks')] : [];
}

function pathErrors(path: string, schema: JsonSchema, field: string): FieldErrors {
  const errors: FieldErrors = path.trim() === '' ? [invalid(field, path, 'must be non-empty if specified')] : [];
  if (/[\n\r]/.test(path)) errors.push(invalid(field, path, 'must not contain line breaks'));
  return rulePath(path, schema) === undefined ? [...errors, invalid(field, path, 'must be a valid path')] : errors;
}

function expressionErrors(place: Place): FieldErrors {
  return rulePrograms(place).flatMap((program, i) => programErrors(program, `${place.field}.x-kubernetes-validations[${i}]`, place.lost));
}

function programErrors({ rule, problem, messageProblem, readsOldSelf }: RuleProgram, field: string, lost: string | undefined): FieldErrors {
  const errors: FieldErrors = problem === undefined ? [] : [wrongRule(`${field}.rule`, rule, problem)];
  if (messageProblem !== undefined) errors.push(wrongRule(`${field}.messageExpression`, rule, messageProblem));
  if (readsOldSelf && lost !== undefined) errors.push(invalid(`${field}.rule`, rule.rule, `oldSelf cannot be used on the uncorrelatable portion of the schema within ${lost}`));
  if (!readsOldSelf && rule.optionalOldSelf !== undefined) errors.push(invalid(`${field}.optionalOldSelf`, rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule'));
  return errors;
}

/** The server shows the whole rule, in its internal form and escaped as Go escapes JSON for HTML. */
function wrongRule(field: string, rule: ValidationRule, problem: string): FieldError {
  const { rule: text, message = '', messageExpression = '', reason = null, fieldPath = '', optionalOldSelf = null } = rule;
  const shown = JSON.stringify({ Rule: text, Message: message, MessageExpression: messageExpression, Reason: reason, FieldPath: fieldPath, OptionalOldSelf: optionalOldSelf });
  const escaped = shown.replaceAll(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
  return cause('FieldValueInvalid', field, `Invalid value: ${escaped}: ${problem}`);
}
