import type { JsonObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { setOwn } from '@sherpack/yaml/equal';
import { errors } from '../errors.ts';

/** A chart among those that are rendered together. Source of all that follows: `pkg/chart/common/util/coalesce.go` of Helm 4. */
export interface ChartValues {
  /** By which the chart above addresses it. */
  readonly name: string;
  /** What its own values file says. */
  readonly values: JsonObject;
  readonly children: readonly ChartValues[];
  /** What it takes over from the charts below. */
  readonly imports: readonly Import[];
  /** Whether its Chart.yaml names one of the charts below: then those below are merged into its own values at first. */
  readonly declares: boolean;
}

export interface Import {
  /** Steps to what is taken, beginning with the name of the chart. */
  readonly child: readonly string[];
  /** Steps to where it goes; none for the top. */
  readonly parent: readonly string[];
}

/**
 * The values that the chart sees, those of the charts below under their names: what is given over what the charts say.
 * Helm treats a null in other ways at the top, below it and in globals; so does this.
 *
 * @throws PACK_SUBPACK_VALUES when a chart below is given something else than an object, a null of the chart above too
 */
export function coalesceValues(chart: ChartValues, given: JsonObject): JsonObject {
  return coalesce(withImports(chart), given, false);
}

/** Imported values come below the own ones; a null among them is kept until everything is coalesced. */
function withImports(chart: ChartValues): ChartValues {
  const children = chart.children.map(withImports);
  const whole = { ...chart, children };
  if (!chart.declares) return whole;
  const merged = coalesce(whole, {}, true);
  const taken = chart.imports.reduce<JsonObject>((found, { child, parent }) => {
    const part = child.reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), merged);
    return isObject(part) ? coalesceTables(found, parent.reduceRight<JsonObject>((inner, step) => ({ [step]: inner }), part), true) : found;
  }, {});
  return { ...whole, values: coalesceTables(merged, taken, true) };
}

/** @param merge whether a null stays that deletes something: what is made will be coalesced once more */
function coalesce(chart: ChartValues, given: JsonObject, merge: boolean): JsonObject {
  const values: Record<string, unknown> = ownUnder(chart, given, merge);
  for (const child of chart.children) {
    const below = values[child.name];
    if (below !== undefined && !isObject(below)) throw errors.SUBPACK_VALUES(child.name, below === null ? 'null' : 'a single value or a list', undefined);
    setOwn(values, child.name, coalesce(child, withGlobals(below ?? {}, values), merge));
  }
  return values;
}

function ownUnder({ values, children }: ChartValues, given: JsonObject, merge: boolean): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, own] of Object.entries(values)) {
    const above = given[key];
    if (!Object.hasOwn(given, key)) setOwn(result, key, own);
    else if (isObject(above) && isObject(own)) setOwn(result, key, coalesceTables(above, own, merge || children.some(({ name }) => name === key)));
    else if (above !== null || merge) setOwn(result, key, above);
  }
  return withRest(result, given, values);
}

/** What only the upper ones have goes behind what the chart says: engines whose maps have an order print it in that one. */
function withRest(merged: Record<string, unknown>, above: JsonObject, below: JsonObject): Record<string, unknown> {
  for (const [key, value] of Object.entries(above)) {
    if (!Object.hasOwn(below, key)) setOwn(merged, key, value);
  }
  return merged;
}

/** The map above itself where nothing is to be added: Helm's charts share maps, and templates may change them. */
function coalesceTables(above: JsonObject, below: JsonObject, merge: boolean): JsonObject {
  const merged: Record<string, unknown> = {};
  let isSame = true;
  for (const [key, value] of Object.entries(below)) {
    const over = Object.hasOwn(above, key) ? above[key] : undefined;
    const both = over === undefined ? value : together(over, value, merge);
    if (both !== over) isSame = false;
    if (both !== undefined) setOwn(merged, key, both);
  }
  return isSame ? above : withRest(merged, above, below);
}

/** Undefined where a null takes away what is below. */
function together(over: unknown, value: unknown, merge: boolean): unknown {
  if (over === null) return value === null || merge ? null : undefined;
  return isObject(over) && isObject(value) ? coalesceTables(over, value, merge) : over;
}

/** The globals of the chart above win; where one side has a map and the other something else, what is below stays. */
function withGlobals(below: JsonObject, { global: above = {} }: JsonObject): JsonObject {
  const { global: own = {} } = below;
  if (!isObject(own) || !isObject(above)) return below;
  const globals: Record<string, unknown> = { ...own };
  for (const [key, value] of Object.entries(above)) {
    const present = globals[key];
    // Templates may change the map; the one above has its own.
    if (!Object.hasOwn(globals, key)) setOwn(globals, key, isObject(value) ? { ...value } : value);
    else if (isObject(present)) {
      if (isObject(value)) setOwn(globals, key, coalesceTables({ ...value }, present, true));
    } else if (!isObject(value)) setOwn(globals, key, value);
  }
  return { ...below, global: globals };
}
