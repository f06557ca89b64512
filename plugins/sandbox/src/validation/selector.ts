import { all, each, fields, fine, given, needed, named, oneOf, when, type Check, type Json } from './check.ts';
import { forbiddenField, invalid, required, type FieldErrors } from './field-error.ts';
import { labelValueProblems, qualifiedNameProblems } from './names.ts';

export const labelKey = needed(named(qualifiedNameProblems));

/** A map of labels that must be present on something, as `nodeSelector`; the key is not part of the place. */
export function labelMap(value: unknown, at: string): FieldErrors {
  return Object.entries((value ?? {}) as Record<string, string>).flatMap(([key, text]) => [
  ...qualifiedNameProblems(key).map((problem) => invalid(at, key, problem)),
  ...labelValueProblems(text).map((problem) => invalid(at, text, problem)),
]);
}

function values(needsLabels: boolean): Check {
  return (value, at, parent) => {
    const list = Array.isArray(value) ? value : [];
    if (isAmong(parent, ['In', 'NotIn']) && list.length === 0) return [required(at, "must be specified when `operator` is 'In' or 'NotIn'")];
    if (isAmong(parent, ['Exists', 'DoesNotExist']) && list.length > 0) return [forbiddenField(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    return needsLabels ? each(named(labelValueProblems))(list, at, parent) : [];
  };
}

function isAmong(parent: Json, operators: readonly string[]): boolean {
  return operators.includes(String(parent['operator']));
}

function knownOperator(...operators: readonly string[]): Check {
  return (value, at) => (operators.includes(String(value)) ? [] : [invalid(at, value ?? '', 'not a valid selector operator')]);
}

/** A LabelSelector (apimachinery, ValidateLabelSelector). */
export const labelSelector: Check = fields({
  matchLabels: labelMap,
  matchExpressions: each(fields({ key: labelKey, operator: knownOperator('In', 'NotIn', 'Exists', 'DoesNotExist'), values: values(true) })),
});

function comparison(value: unknown, at: string, parent: Json): FieldErrors {
  if (!isAmong(parent, ['Gt', 'Lt'])) return [];
  const list = Array.isArray(value) ? value : [];
  return list.length === 1 ? [] : [required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
}

const nodeRequirement = fields({ key: labelKey, operator: knownOperator('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'), values: all(values(true), comparison) });

const nodeFieldRequirement: Check = fields({
  key: oneOf('metadata.name'),
  operator: oneOf('In', 'NotIn'),
  values: (value, at) => (Array.isArray(value) && value.length === 1 ? [] : [required(at, 'must be only one value when `operator` is \'In\' or \'NotIn\' for node field selector')]),
});

export const nodeSelectorTerm = fields({ matchExpressions: each(nodeRequirement), matchFields: each(nodeFieldRequirement) });

export const nodeSelector: Check = fields({ nodeSelectorTerms: needed(each(nodeSelectorTerm), 'must have at least one node selector term') });

/** A selector that must be there and select something. */
export function definiteSelector(kind: string): Check {
  return (value, at, parent): FieldErrors => {
    if (value === undefined || value === null) return [required(at)];
    const selector = value as Json;
    const isEmpty = Object.keys((selector['matchLabels'] ?? {}) as Json).length + ((selector['matchExpressions'] ?? []) as unknown[]).length === 0;
    return isEmpty ? [invalid(at, selector, `empty selector is invalid for ${kind}`)] : labelSelector(value, at, parent);
  };
}

export const optionalLabelKey = given(named(qualifiedNameProblems));

export const tolerations: Check = each(all(
  fields({
    key: optionalLabelKey,
    operator: (value, at, parent) => (!parent['key'] && value !== 'Exists' ? [invalid(at, value ?? '', "operator must be Exists when `key` is empty, which means \"match all values and all keys\"")] : oneOf('Equal', 'Exists', '', 'Lt', 'Gt')(value, at, parent)),
    value: all(when((toleration) => toleration['operator'] === 'Exists', (value, at) => (value ? [invalid(at, value, "value must be empty when `operator` is 'Exists'")] : [])), when((toleration) => toleration['operator'] !== 'Exists', named(labelValueProblems))),
    effect: given(oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute')),
    tolerationSeconds: (value, at, parent) => (value !== undefined && parent['effect'] !== 'NoExecute' ? [invalid(at, value, "effect must be 'NoExecute' when `tolerationSeconds` is set")] : []),
  }),
  fine,
));
