import { Fault, noSuchOverload } from '../cel-error.ts';
import type { Index, Select } from '../syntax/expression.ts';
import { isCelMap } from '../values/cel-map.ts';
import { isNumeric, Uint } from '../values/number.ts';
import { Optional } from '../values/optional.ts';
import { placed, type Planner } from './planner.ts';
import { spend, type Step } from './run-context.ts';

/** `a.b`: of an optional, the field of what is in it, as an optional. */
export function planSelect(node: Select, planner: Planner): Step {
  const operand = planner.plan(node.operand, planner);
  const { field, isOptional, isTest, at } = node;
  const cost = isTest ? 0 : 1;
  return (context) => {
    const value = operand(context);
    spend(context, cost);
    try {
      return isTest ? hasField(value, field) : access(value, field, isOptional);
    } catch (error) {
      throw placed(error, at);
    }
  };
}

function hasField(value: unknown, field: string): boolean {
  if (value instanceof Optional) return value.hasValue && hasField(value.value, field);
  if (!isCelMap(value)) throw noSuchOverload();
  return value.has(field);
}

function access(value: unknown, key: unknown, isOptional: boolean): unknown {
  if (value instanceof Optional) return value.hasValue ? optionalAt(value.value, key) : Optional.none;
  return isOptional ? optionalAt(value, key) : valueAt(value, key);
}

function optionalAt(value: unknown, key: unknown): Optional {
  const found = lookUp(value, key);
  return found === undefined ? Optional.none : Optional.of(found);
}

function valueAt(value: unknown, key: unknown): unknown {
  const found = lookUp(value, key);
  if (found !== undefined) return found;
  if (Array.isArray(value)) throw new Fault(`index out of bounds: ${printKey(key)}`);
  throw new Fault(`no such key: ${printKey(key)}`);
}

function lookUp(value: unknown, key: unknown): unknown {
  if (isCelMap(value)) return value.get(key);
  if (!Array.isArray(value)) throw noSuchOverload();
  const index = indexOf(key);
  return index >= 0 && index < value.length ? (value[index] as unknown) : undefined;
}

function indexOf(key: unknown): number {
  const number = key instanceof Uint ? Number(key.value) : Number(key);
  if (!isNumeric(key)) throw new Fault(`unsupported index type '${typeof key}' in list`);
  if (!Number.isInteger(number)) throw new Fault('unsupported index value');
  return number;
}

function printKey(key: unknown): string {
  return key instanceof Uint ? String(key.value) : String(key);
}

export function planIndex(node: Index, planner: Planner): Step {
  const operand = planner.plan(node.operand, planner);
  const index = planner.plan(node.index, planner);
  return (context) => {
    const value = operand(context);
    const key = index(context);
    spend(context, 1);
    try {
      return access(value, key, node.isOptional);
    } catch (error) {
      throw placed(error, node.at);
    }
  };
}
