import type { ErrorObject } from 'ajv/dist/core.js';
import { resolveLocal } from './json-pointer.ts';

interface Branch {
  errors: ErrorObject[];
  /** Fails at the very value of the union because of its type. */
  wrongType: boolean;
}

/** What each branch of a union finds in the value, by itself; undefined when the branches cannot be asked. */
export type Explain = (union: ErrorObject) => ErrorObject[][] | undefined;

/**
 * Of `anyOf` and `oneOf`, ajv reports what every branch found and then the union itself. Here the branch that is nearest
 * to the value speaks for all; where all branches ask for types, constants or members only, one error names them all.
 */
export function reduceUnions(errors: readonly ErrorObject[], root: unknown, explain: Explain): ErrorObject[] {
  const isFromBranch = branchTest(root);
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    // ajv puts what the branches found directly before the union. Which branch it was cannot be told behind
    // references, so the branches are asked again one by one.
    while (isUnion(error) && isFromBranch(kept.at(-1), error)) kept.pop();
    kept.push(error);
  }
  return kept.flatMap((error) => (isUnion(error) ? resolve(error, root, explain) : [error]));
}

function resolve(union: ErrorObject, root: unknown, explain: Explain): ErrorObject[] {
  // More than one form of `oneOf` fits: no branch has anything to say.
  if (union.params['passingSchemas']) return [union];
  const found = explain(union);
  if (!found || found.length === 0) return [union];
  const branches = found.map((each) => {
    const errors = reduceUnions(each, root, explain);
    return { errors, wrongType: errors.some((error) => isTypeError(error, union)) };
  });
  return choose(union, branches);
}

function choose(union: ErrorObject, branches: Branch[]): ErrorObject[] {
  const fitting = branches.filter((branch) => !branch.wrongType);
  if (fitting.length === 0) return [mergeTypes(union, branches)];
  const [only] = fitting;
  if (fitting.length === 1 && only) return only.errors;
  return mergeConstants(fitting) ?? mergeRequired(union, fitting) ?? nearest(fitting);
}

function mergeTypes(union: ErrorObject, branches: Branch[]): ErrorObject {
  const errors = branches.flatMap((branch) => branch.errors).filter((error) => isTypeError(error, union));
  const type = [...new Set(errors.flatMap((error) => error.params['type'] as string | string[]))];
  return { ...union, keyword: 'type', params: { type } };
}

/** When every branch wants another constant at the same place, that place has one list of allowed values. */
function mergeConstants(branches: Branch[]): ErrorObject[] | undefined {
  const [first] = branches;
  for (const candidate of first?.errors.filter(isConstant) ?? []) {
    const same = branches.map((branch) => branch.errors.find((error) => isConstant(error) && error.instancePath === candidate.instancePath));
    if (same.includes(undefined)) continue;
    const allowedValues = [...new Set(same.flatMap((error) => (error ? allowed(error) : [])))];
    return [{ ...candidate, keyword: 'enum', params: { allowedValues } }];
  }
  return undefined;
}

function mergeRequired(union: ErrorObject, branches: Branch[]): ErrorObject[] | undefined {
  const onlyRequired = branches.every((branch) =>
    branch.errors.every((error) => error.keyword === 'required' && error.instancePath === union.instancePath),
  );
  if (!onlyRequired) return undefined;
  const alternatives = branches.map((branch) => branch.errors.map((error) => String(error.params['missingProperty'])));
  return [{ ...union, params: { ...union.params, alternatives } }];
}

function nearest(branches: Branch[]): ErrorObject[] {
  const ranked = branches.map((branch) => ({ branch, cost: branch.errors.reduce((sum, error) => sum + costOf(error), 0) }));
  ranked.sort((a, b) => a.cost - b.cost);
  return ranked[0]?.branch.errors ?? [];
}

// A constant that does not fit (`kind: …`) says most clearly that another branch was meant.
function costOf(error: ErrorObject): number {
  if (isConstant(error)) return 100;
  if (error.keyword === 'required' || error.keyword === 'additionalProperties') return 5;
  return error.keyword === 'type' ? 3 : 1;
}

function branchTest(root: unknown): (error: ErrorObject | undefined, union: ErrorObject) => boolean {
  const reached = new Map<unknown, Set<unknown>>();
  return (error, union) => {
    if (!error || !isBelow(error.instancePath, union.instancePath)) return false;
    if (error.schemaPath.startsWith(`${union.schemaPath}/`)) return true;
    // Behind a reference the path in the schema starts anew; the schema object itself tells where the error is from.
    const reach = reached.get(union.schema) ?? reachable(union.schema, root);
    reached.set(union.schema, reach);
    return reach.has(error.parentSchema);
  };
}

function reachable(schema: unknown, root: unknown): Set<unknown> {
  const seen = new Set<unknown>();
  const waiting = [schema];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if ('$ref' in value) waiting.push(resolveLocal(root, value.$ref));
    for (const child of Object.values(value)) waiting.push(child);
  }
  return seen;
}

function isUnion(error: ErrorObject): boolean {
  return error.keyword === 'anyOf' || error.keyword === 'oneOf';
}

function isTypeError(error: ErrorObject, union: ErrorObject): boolean {
  return error.keyword === 'type' && error.instancePath === union.instancePath && error.propertyName === undefined;
}

function isConstant(error: ErrorObject): boolean {
  return error.keyword === 'const' || error.keyword === 'enum';
}

function allowed(error: ErrorObject): unknown[] {
  return error.keyword === 'const' ? [error.params['allowedValue']] : (error.params['allowedValues'] as unknown[]);
}

function isBelow(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}
