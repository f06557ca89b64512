import { Fault } from '../cel-error.ts';
import { isConstant, qualifiedName, type Expression, type ListLiteral, type Literal, type MapLiteral } from '../syntax/expression.ts';
import { EntryMap } from '../values/cel-map.ts';
import { typeNameOf } from '../values/kind.ts';
import { Optional } from '../values/optional.ts';
import { planBinding, planComprehension, planOptionalMapping } from './comprehension.ts';
import { planCall } from './call.ts';
import { placed, typeConstants, type Planner } from './planner.ts';
import { planIndex, planSelect } from './select.ts';
import { spend, type Step } from './run-context.ts';

export function plan(node: Expression, planner: Planner): Step {
  switch (node.kind) {
    case 'literal':
      return planLiteral(node);
    case 'identifier':
      return planIdentifier(node.name, node.at, planner);
    case 'select':
      return planNamespaced(node, planner) ?? planSelect(node, planner);
    case 'index':
      return planIndex(node, planner);
    case 'call':
      return planCall(node, planner);
    case 'list':
      return planList(node, planner);
    case 'map':
      return planMap(node, planner);
    case 'comprehension':
      return planComprehension(node, planner);
    case 'binding':
      return planBinding(node, planner);
    case 'optional-mapping':
      return planOptionalMapping(node, planner);
  }
}

function planLiteral({ value }: Literal): Step {
  return () => value;
}

function planIdentifier(name: string, at: number, planner: Planner): Step {
  const slot = planner.bound.get(name);
  if (slot !== undefined) {
    return (context) => {
      spend(context, 1);
      return context.slots[slot];
    };
  }
  const constant = planner.isVariable(name) || !Object.hasOwn(typeConstants, name) ? undefined : typeConstants[name];
  return (context) => {
    spend(context, 1);
    const value = constant ?? context.variables(name);
    if (value === undefined) throw new Fault(`no such attribute(s): ${name}`, 'evaluation', at);
    return value;
  };
}

/** `google.protobuf.Timestamp` and the like: types by their whole name. */
function planNamespaced(node: Expression, planner: Planner): Step | undefined {
  const name = qualifiedName(node);
  if (name === undefined || !Object.hasOwn(typeConstants, name)) return undefined;
  const root = name.split('.')[0] ?? '';
  if (planner.bound.has(root) || planner.isVariable(root)) return undefined;
  return (context) => {
    spend(context, 1);
    return typeConstants[name];
  };
}

const LIST_COST = 10;
const MAP_COST = 30;

function planList({ elements, optional, at }: ListLiteral, planner: Planner): Step {
  const steps = elements.map((element) => plan(element, planner));
  const cost = elements.every(isConstant) ? 0 : LIST_COST;
  const hasOptional = optional.includes(true);
  return (context) => {
    const list = steps.map((step) => step(context));
    spend(context, cost);
    return hasOptional ? list.flatMap((item, i) => (optional[i] ? present(item, at) : [item])) : list;
  };
}

/** What an optional holds, as none or one. @throws Fault for anything else */
function present(value: unknown, at: number): unknown[] {
  if (!(value instanceof Optional)) throw new Fault(`cannot initialize optional list element from non-optional value ${typeNameOf(value)}`, 'evaluation', at);
  return value.hasValue ? [value.value] : [];
}

function planMap({ entries, optional, at }: MapLiteral, planner: Planner): Step {
  const steps = entries.map(([key, value]) => [plan(key, planner), plan(value, planner)] as const);
  const cost = entries.flat().every(isConstant) ? 0 : MAP_COST;
  return (context) => {
    const map = new EntryMap();
    for (const [i, [keyStep, valueStep]] of steps.entries()) {
      const key = keyStep(context);
      const value = valueStep(context);
      for (const item of optional[i] ? present(value, at) : [value]) addEntry(map, key, item, at);
    }
    spend(context, cost);
    return map;
  };
}

function addEntry(map: EntryMap, key: unknown, value: unknown, at: number): void {
  try {
    map.add(key, value);
  } catch (error) {
    throw placed(error, at);
  }
}
