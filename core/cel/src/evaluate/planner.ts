import { Fault, noSuchOverload } from '../cel-error.ts';
import type { FunctionSet } from '../functions/function-set.ts';
import type { Expression } from '../syntax/expression.ts';
import { TypeValue } from '../values/opaque.ts';
import type { Step } from './run-context.ts';

/** What turning a tree into steps needs: functions, declared variables, and the slots of variables that macros bind. */
export interface Planner {
  readonly functions: FunctionSet;
  readonly isVariable: (name: string) => boolean;
  readonly bound: ReadonlyMap<string, number>;
  readonly plan: (node: Expression, planner: Planner) => Step;
}

/** The planner for what a macro binds variables around, and their slots. */
export function withBound(planner: Planner, names: readonly string[]): { readonly inner: Planner; readonly slots: readonly number[] } {
  const bound = new Map(planner.bound);
  const first = Math.max(-1, ...bound.values()) + 1;
  const slots = names.map((_, i) => first + i);
  for (const [i, name] of names.entries()) bound.set(name, first + i);
  return { inner: { ...planner, bound }, slots };
}

/** Types as values, by the names that expressions use for them. */
export const typeConstants: Readonly<Record<string, TypeValue>> = Object.fromEntries(
  ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'null_type', 'type', 'optional_type', 'google.protobuf.Timestamp', 'google.protobuf.Duration', 'net.IP', 'net.CIDR', 'kubernetes.URL', 'kubernetes.Quantity', 'kubernetes.Semver', 'kubernetes.NamedFormat'].map((name) => [name, new TypeValue(name)]),
);

/** Says where a fault happened, unless that is known. */
export function placed(error: unknown, at: number): unknown {
  if (error instanceof Fault) error.at ??= at;
  return error instanceof RangeError ? new Fault('the value is too large or too deep', 'limit', at) : error;
}

/** @throws Fault for anything but a boolean */
export function asBool(value: unknown): boolean {
  if (typeof value !== 'boolean') throw noSuchOverload();
  return value;
}
