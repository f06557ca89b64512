import { equalValues } from '@sherpack/field-set/equal';
import { isObject } from '@sherpack/field-set/field-schema';
import { MESSAGE_SIZE_LIMIT, PER_CALL_COST_LIMIT, POLICY_COST_LIMIT } from '@sherpack/cel/limits';
import { Optional } from '@sherpack/cel/optional';
import type { CelError } from '@sherpack/cel/cel-error';
import type { KubeObject } from '../server/api-types.ts';
import { invalid, type FieldErrors } from '../validation/field-error.ts';
import type { JsonSchema, ValidationRule } from './json-schema.ts';
import { brokenRule } from './broken-rule.ts';
import { rulePrograms, type RuleProgram, type RuledSchema } from './rule-program.ts';

/** A value, the stored one that it comes from, and the nearest one above with a past: what did not change may stay broken. */
interface Visit extends RuledSchema {
  readonly value: unknown;
  readonly old: unknown;
  readonly path: string;
  readonly isUnchanged: boolean;
}

/** Thrown when the budget is spent: the server stops there. */
class Exhausted extends Error {}

interface Run {
  readonly errors: FieldErrors;
  budget: number;
}

/**
 * The `x-kubernetes-validations` that an object breaks (apiextensions-apiserver, schema/cel/validation.go). Rules over `oldSelf` run
 * only when there is a stored value.
 */
export function ruleErrors(object: KubeObject, schema: JsonSchema, live: KubeObject | undefined): FieldErrors {
  const run: Run = { errors: [], budget: POLICY_COST_LIMIT };
  try {
    visit({ rules: schema, values: schema, isRoot: true, value: object, old: live, path: '', isUnchanged: false }, run);
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
  }
  return run.errors;
}

function visit(at: Visit, run: Run): void {
  if (at.value === null || at.value === undefined) return;
  for (const program of rulePrograms(at)) checkRule(program, at, run);
  for (const part of at.rules.allOf ?? []) visit({ ...at, rules: part, isUnchanged: false }, run);
  if (Array.isArray(at.value)) visitItems(at, at.value, run);
  else if (isObject(at.value)) visitFields(at, at.value, run);
}

function visitItems(at: Visit, list: readonly unknown[], run: Run): void {
  const { items } = at.rules;
  const values = at.values.items;
  if (!items || !values) return;
  for (const [i, item] of list.entries()) {
    const old = matching(item, at.values, at.old);
    visit({ rules: items, values, isRoot: values['x-kubernetes-embedded-resource'] === true, value: item, old, path: `${at.path}[${i}]`, isUnchanged: isSame(item, old, at) }, run);
  }
}

function visitFields(at: Visit, object: Record<string, unknown>, run: Run): void {
  const old = isObject(at.old) ? at.old : {};
  for (const [name, value] of Object.entries(object)) {
    for (const { rules, values, path } of childSchemas(at, name)) {
      visit({ rules, values, isRoot: values['x-kubernetes-embedded-resource'] === true, value, old: old[name], path, isUnchanged: isSame(value, old[name], at) }, run);
    }
  }
}

function childSchemas({ rules, values, path }: Visit, name: string): { rules: JsonSchema; values: JsonSchema; path: string }[] {
  const found: { rules: JsonSchema; values: JsonSchema; path: string }[] = [];
  if (typeof rules.additionalProperties === 'object' && typeof values.additionalProperties === 'object') found.push({ rules: rules.additionalProperties, values: values.additionalProperties, path: `${path}[${name}]` });
  const [property, declared] = [rules.properties?.[name], values.properties?.[name]];
  if (property && declared) found.push({ rules: property, values: declared, path: path === '' ? name : `${path}.${name}` });
  return found;
}

/** Whether errors of a rule may stay: the value is as it was, or it has no past of its own and what is around it is as it was. */
function isSame(value: unknown, old: unknown, around: Visit): boolean {
  if (old !== undefined) return equalValues(value, old);
  return around.old !== undefined ? equalValues(around.value, around.old) : around.isUnchanged;
}

function matching(item: unknown, schema: JsonSchema, old: unknown): unknown {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (!Array.isArray(old) || schema['x-kubernetes-list-type'] !== 'map' || !isObject(item)) return undefined;
  return old.find((other) => isObject(other) && keys.every((key) => equalValues(other[key], item[key])));
}

function shownType({ values }: Visit): string {
  return values.type ?? '';
}

function checkRule(compiled: RuleProgram, at: Visit, run: Run): void {
  const { rule, program, problem, readsOldSelf } = compiled;
  const field = at.path === '' ? '<nil>' : at.path;
  if (problem !== undefined) run.errors.push(invalid(field, shownType(at), `rule compile error: ${problem}`));
  const isOptional = rule.optionalOldSelf === true;
  if (!program || (readsOldSelf && at.old === undefined && !isOptional)) return;
  const variables = { self: at.value, ...oldSelf(at.old, isOptional) };
  const { value, error, cost } = program.run(variables, { costLimit: PER_CALL_COST_LIMIT });
  spend(cost, field, at, run);
  if (error) return failed(error, rule, field, at, run);
  if (value === true) return;
  const message = messageOf(compiled, variables, field, at, run);
  if (readsOldSelf || !at.isUnchanged) run.errors.push(brokenRule(compiled, at.value, at.path, message));
}

function oldSelf(old: unknown, isOptional: boolean): Record<string, unknown> {
  if (!isOptional) return old === undefined ? {} : { oldSelf: old };
  return { oldSelf: old === undefined ? Optional.none : Optional.of(old) };
}

function spend(cost: number, field: string, at: Visit, run: Run): void {
  run.budget -= cost;
  if (run.budget >= 0) return;
  run.errors.push(invalid(field, shownType(at), 'validation failed due to running out of cost budget, no further validation rules will be run'));
  throw new Exhausted();
}

function failed(error: CelError, rule: ValidationRule, field: string, at: Visit, run: Run): void {
  const name = (rule.message ?? rule.rule).trim();
  if (error.kind === 'limit') {
    run.errors.push(invalid(field, shownType(at), `'${error.message}': no further validation rules will be run due to call cost exceeds limit for rule: ${name}`));
    throw new Exhausted();
  }
  const isMistyped = error.message.startsWith('no such overload');
  run.errors.push(invalid(field, shownType(at), isMistyped ? `'${error.message}': call arguments did not match a supported operator, function or macro signature for rule: ${name}` : `${error.message} evaluating rule: ${name}`));
}

/** The message that an expression makes, if it makes one that is fit to be shown; else the fixed one. */
function messageOf({ rule, message }: RuleProgram, variables: Readonly<Record<string, unknown>>, field: string, at: Visit, run: Run): string {
  const fallback = rule.message ? rule.message.trim() : `failed rule: ${rule.rule.trim()}`;
  if (!message) return fallback;
  const { value, error, cost } = message.run(variables, { costLimit: PER_CALL_COST_LIMIT });
  run.budget -= cost;
  if (run.budget < 0 || error?.kind === 'limit') {
    const shown = JSON.stringify(rule.messageExpression);
    const why = run.budget < 0 ? 'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run' : `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${shown}`;
    run.errors.push(invalid(field, shownType(at), why));
    throw new Exhausted();
  }
  const text = typeof value === 'string' ? value.trim() : '';
  const isFit = text !== '' && !text.includes('\n') && new TextEncoder().encode(text).length <= MESSAGE_SIZE_LIMIT;
  return isFit ? text : fallback;
}
