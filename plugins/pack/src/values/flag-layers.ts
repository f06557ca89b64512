import { LAYER_RANKS, formatPath, isObject, mergeLayers, valueAt } from '@sherpack/plugin-api';
import type { JsonObject, Path, ValueLayer } from '@sherpack/plugin-api';
import { parseJson } from '@sherpack/yaml/json';
import { cloneJson } from '@sherpack/yaml/equal';
import { errors } from '../errors.ts';
import { AssignError, assign } from './assign.ts';
import { parseSet, parseSetJson, parseSetLiteral, parseSetString } from './set-grammar.ts';
import type { Assignment, Integers } from './set-grammar.ts';
import { SetError } from './set-reader.ts';

/** Reads the file that `--set-file` names; `-` is standard input. */
export type ReadText = (file: string, flag: string) => Promise<string>;

export interface FlagOptions {
  readonly readText: ReadText;
  /** What whole numbers become that fit into a double: Go's templates tell 1 of `--set` from 1 of a file. */
  readonly integers?: Integers;
}

interface SetFlag {
  readonly name: string;
  readonly key: string;
  readonly parse: (input: string, integers?: Integers) => readonly Assignment[];
}

/** Lowest first: the kind of flag decides, not its place on the command line, as in Helm. */
const SET_FLAGS: readonly SetFlag[] = [
  { name: '--set-json', key: 'setJson', parse: parseSetJson },
  { name: '--set', key: 'set', parse: parseSet },
  { name: '--set-string', key: 'setString', parse: parseSetString },
  { name: '--set-file', key: 'setFile', parse: parseSetString },
  { name: '--set-literal', key: 'setLiteral', parse: parseSetLiteral },
];

/**
 * One layer for each value that a `--set…` flag gives.
 *
 * @param files the layers of `-f`: an index into one of their lists changes the entry and keeps the others
 * @throws PACK_SET_INVALID, PACK_VALUES_FILE_MISSING
 */
export async function flagLayers(flags: JsonObject, files: readonly ValueLayer[], options: FlagOptions): Promise<readonly ValueLayer[]> {
  const layers: ValueLayer[] = [];
  let given = mergeLayers(files, { keepNulls: true });
  for (const flag of SET_FLAGS) {
    for (const input of listOf(flags[flag.key])) {
      for (const assignment of await assignmentsOf(flag, input, options)) {
        given = assigned(given, assignment, flag);
        layers.push(layerOf(given, assignment, flag));
      }
    }
  }
  return layers;
}

/** A flag that may be repeated, also when a program gave it once. */
export function listOf(flag: unknown): readonly string[] {
  if (typeof flag === 'string') return [flag];
  return Array.isArray(flag) ? flag.map(String) : [];
}

async function assignmentsOf(flag: SetFlag, input: string, { readText, integers }: FlagOptions): Promise<readonly Assignment[]> {
  const whole = flag.key === 'setJson' && input.trimStart().startsWith('{');
  const read = whole ? wholeObject(input, flag) : parsed(flag, input, integers);
  // Go reads every number of JSON into a double.
  const found = flag.key === 'setJson' && integers === 'bigint' ? read.map((each) => ({ ...each, value: asDoubles(each.value) })) : read;
  return flag.key === 'setFile' ? Promise.all(found.map((each) => fileContent(each, readText))) : found;
}

function asDoubles(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(asDoubles);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asDoubles(member)])) : value;
}

function parsed(flag: SetFlag, input: string, integers: Integers | undefined): readonly Assignment[] {
  try {
    return flag.parse(input, integers);
  } catch (error) {
    if (error instanceof SetError) throw errors.SET_INVALID(flag.name, error.message, error.column);
    throw error;
  }
}

function wholeObject(input: string, flag: SetFlag): readonly Assignment[] {
  try {
    const value = parseJson(input);
    if (!isObject(value)) throw new SetError('the value is no JSON object', 1);
    return Object.entries(value).map(([key, member]) => ({ path: [key], value: member, column: 1 }));
  } catch {
    throw errors.SET_INVALID(flag.name, 'the value is no JSON object', 1);
  }
}

async function fileContent(assignment: Assignment, readText: ReadText): Promise<Assignment> {
  const { value } = assignment;
  const read = (file: unknown) => readText(String(file), `--set-file ${formatPath(assignment.path)}`);
  return { ...assignment, value: Array.isArray(value) ? await Promise.all(value.map(read)) : await read(value) };
}

function assigned(given: JsonObject, { path, value, column }: Assignment, flag: SetFlag): JsonObject {
  try {
    return assign(given, path, value);
  } catch (error) {
    if (error instanceof AssignError) throw errors.SET_INVALID(flag.name, `unable to parse key: ${error.message}`, column);
    throw error;
  }
}

/** Lists replace as a whole when layers are merged, so the layer holds the list that the flag has changed. */
function layerOf(given: JsonObject, { path }: Assignment, flag: SetFlag): ValueLayer {
  const index = path.findIndex((step) => typeof step === 'number');
  const stem: Path = index < 0 ? path : path.slice(0, index);
  return {
    name: `${flag.name} ${formatPath(path)}`,
    rank: LAYER_RANKS.flag,
    values: assign({}, stem, cloneJson(valueAt(given, stem))),
  };
}
