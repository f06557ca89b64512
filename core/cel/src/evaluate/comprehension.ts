import { Fault, noSuchOverload } from '../cel-error.ts';
import type { Binding, Comprehension, OptionalMapping } from '../syntax/expression.ts';
import { EntryMap, isCelMap } from '../values/cel-map.ts';
import { compare } from '../values/compare.ts';
import { typeNameOf } from '../values/kind.ts';
import { Optional } from '../values/optional.ts';
import { asBool, placed, withBound, type Planner } from './planner.ts';
import { isIgnorable, spend, type RunContext, type Step } from './run-context.ts';

/** One turn of a loop: the values of its variables. */
type Turn = readonly [unknown] | readonly [unknown, unknown];

interface Loop {
  readonly node: Comprehension;
  readonly slots: readonly number[];
  readonly filter: Step | undefined;
  readonly body: Step;
}

/** What each form costs in cel-go, where it is a fold: before the loop, in each turn, and for what a turn adds. */
const costs = {
  all: { start: 1, turn: 3, kept: 0 },
  exists: { start: 1, turn: 4, kept: 0 },
  existsOne: { start: 2, turn: 0, kept: 2 },
  map: { start: 1, turn: 0, kept: 12 },
  filter: { start: 1, turn: 0, kept: 13 },
  sortBy: { start: 13, turn: 13, kept: 0 },
  transformMap: { start: 1, turn: 0, kept: 3 },
  transformMapEntry: { start: 1, turn: 0, kept: 2 },
} as const;

export function planComprehension(node: Comprehension, planner: Planner): Step {
  const range = planner.plan(node.range, planner);
  const { inner, slots } = withBound(planner, node.variables);
  const loop: Loop = { node, slots, filter: node.filter && inner.plan(node.filter, inner), body: inner.plan(node.body, inner) };
  const run = runners[node.form];
  return (context) => {
    const value = range(context);
    spend(context, costs[node.form].start);
    try {
      return run(loop, turnsOf(value, node.variables.length), context);
    } catch (error) {
      throw placed(error, node.at);
    }
  };
}

function turnsOf(range: unknown, variables: number): readonly Turn[] {
  if (Array.isArray(range)) return range.map((item, i) => (variables === 1 ? [item] : [BigInt(i), item]));
  if (!isCelMap(range)) throw noSuchOverload();
  return range.keys().map((key) => (variables === 1 ? [key] : [key, range.get(key)]));
}

function enter({ node, slots }: Loop, turn: Turn, context: RunContext): void {
  spend(context, costs[node.form].turn);
  for (const [i, slot] of slots.entries()) context.slots[slot] = turn[i];
}

const runners: Readonly<Record<Comprehension['form'], (loop: Loop, turns: readonly Turn[], context: RunContext) => unknown>> = {
  all: (loop, turns, context) => quantify(loop, turns, context, false),
  exists: (loop, turns, context) => quantify(loop, turns, context, true),
  existsOne: (loop, turns, context) => select(loop, turns, context).length === 1,
  filter: (loop, turns, context) => select(loop, turns, context).map(([item]) => item),
  map: collect,
  sortBy,
  transformMap: (loop, turns, context) => entries(loop, turns, context, false),
  transformMapEntry: (loop, turns, context) => entries(loop, turns, context, true),
};

/** Stops at the first element that decides; errors of others do not matter then. */
function quantify(loop: Loop, turns: readonly Turn[], context: RunContext, deciding: boolean): boolean {
  let failure: unknown;
  for (const [i, turn] of turns.entries()) {
    enter(loop, turn, context);
    try {
      if (asBool(loop.body(context)) === deciding) {
        if (i < turns.length - 1) spend(context, costs[loop.node.form].turn - 1);
        return deciding;
      }
    } catch (error) {
      if (!isIgnorable(error)) throw error;
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return !deciding;
}

function select(loop: Loop, turns: readonly Turn[], context: RunContext): Turn[] {
  return turns.filter((turn) => {
    enter(loop, turn, context);
    const isKept = asBool(loop.body(context));
    if (isKept) spend(context, costs[loop.node.form].kept);
    return isKept;
  });
}

function collect(loop: Loop, turns: readonly Turn[], context: RunContext): unknown[] {
  const list: unknown[] = [];
  for (const turn of turns) {
    if (!isWanted(loop, turn, context)) continue;
    list.push(loop.body(context));
    spend(context, costs.map.kept);
  }
  return list;
}

/** Sorts by what the body gives, which must be of one type; equal ones stay as they are. */
function sortBy(loop: Loop, turns: readonly Turn[], context: RunContext): unknown[] {
  const keyed = turns.map((turn) => {
    enter(loop, turn, context);
    return { item: turn[0], key: loop.body(context) };
  });
  spend(context, 2 * turns.length * turns.length);
  if (keyed.some(({ key }) => typeNameOf(key) !== typeNameOf(keyed[0]?.key))) throw new Fault('list elements must have the same type');
  return keyed.toSorted((a, b) => compare(a.key, b.key)).map(({ item }) => item);
}

function isWanted(loop: Loop, turn: Turn, context: RunContext): boolean {
  enter(loop, turn, context);
  return !loop.filter || asBool(loop.filter(context));
}

function entries(loop: Loop, turns: readonly Turn[], context: RunContext, isEntry: boolean): EntryMap {
  const map = new EntryMap();
  for (const turn of turns) {
    if (!isWanted(loop, turn, context)) continue;
    const value = loop.body(context);
    spend(context, costs[loop.node.form].kept);
    if (!isEntry) map.add(turn[0], value);
    else if (isCelMap(value)) for (const key of value.keys()) map.add(key, value.get(key));
    else throw noSuchOverload();
  }
  return map;
}

export function planBinding(node: Binding, planner: Planner): Step {
  const value = planner.plan(node.value, planner);
  const { inner, slots } = withBound(planner, [node.name]);
  const body = inner.plan(node.body, inner);
  const [slot = 0] = slots;
  return (context) => {
    context.slots[slot] = value(context);
    return body(context);
  };
}

export function planOptionalMapping(node: OptionalMapping, planner: Planner): Step {
  const target = planner.plan(node.target, planner);
  const { inner, slots } = withBound(planner, [node.name]);
  const body = inner.plan(node.body, inner);
  const [slot = 0] = slots;
  return (context) => {
    const optional = target(context);
    if (!(optional instanceof Optional)) throw placed(noSuchOverload(), node.at);
    if (!optional.hasValue) return Optional.none;
    context.slots[slot] = optional.value;
    return node.isFlat ? body(context) : Optional.of(body(context));
  };
}
