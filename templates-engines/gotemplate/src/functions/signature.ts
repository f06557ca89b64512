import { Host } from '../value/host.ts';
import { Int, type IntType } from '../value/int.ts';
import { GoMap, StringMap, ValuesMap } from '../value/map.ts';
import { plainMap } from '../value/values-view.ts';
import { isUntyped } from '../value/slice.ts';
import type { Frame } from '../run/frame.ts';

/** A parameter's Go type, and which values it takes. */
export interface Parameter {
  /** As Go prints it. */
  readonly type: string;
  /** How literals are read for it. */
  readonly literal: 'string' | 'bool' | 'int' | 'uint' | 'float' | 'any' | 'none';
  /** Whether nil may be given. */
  readonly nilable: boolean;
  accepts(value: unknown): boolean;
  /** Makes a value fit that is not accepted as it is; undefined: nothing does. */
  convert?(value: unknown): unknown;
}

export interface Shape {
  readonly fixed: readonly Parameter[];
  /** Of each further argument. */
  readonly rest: Parameter | undefined;
}

/** A function that templates can call. `parameters` are words of {@link PARAMETERS}; the last may begin with `...`. */
export interface Signature {
  readonly parameters: string;
  readonly call: (frame: Frame, ...values: never[]) => unknown;
}

export type FunctionGroup = Readonly<Record<string, Signature>>;

export function fn(parameters: string, call: (frame: Frame, ...values: never[]) => unknown): Signature {
  return { parameters, call };
}

function integer(type: IntType): Parameter {
  return { type, literal: type.startsWith('u') ? 'uint' : 'int', nilable: false, accepts: (value) => value instanceof Int && value.type === type };
}

function host(type: string): Parameter {
  return { type, literal: 'none', nilable: type.startsWith('*'), accepts: (value) => value instanceof Host && value.type === type };
}

function isPlainMap(value: unknown): boolean {
  return value instanceof GoMap && !(value instanceof StringMap) && !(value instanceof ValuesMap);
}

const PARAMETERS: Readonly<Record<string, Parameter>> = {
  string: { type: 'string', literal: 'string', nilable: false, accepts: (value) => typeof value === 'string' },
  bool: { type: 'bool', literal: 'bool', nilable: false, accepts: (value) => typeof value === 'boolean' },
  float64: { type: 'float64', literal: 'float', nilable: false, accepts: (value) => typeof value === 'number' },
  int: integer('int'),
  int64: integer('int64'),
  uint32: integer('uint32'),
  any: { type: 'interface {}', literal: 'any', nilable: true, accepts: () => true },
  /** Go's reflect.Value: sees whether there is no value at all. */
  value: { type: 'reflect.Value', literal: 'any', nilable: true, accepts: () => true },
  map: { type: 'map[string]interface {}', literal: 'none', nilable: true, accepts: isPlainMap, convert: (value) => (value instanceof ValuesMap ? plainMap(value) : undefined) },
  list: { type: '[]interface {}', literal: 'none', nilable: true, accepts: (value) => Array.isArray(value) && isUntyped(value) },
  time: host('time.Time'),
  certificate: host('sprig.certificate'),
  version: host('*semver.Version'),
};

const shapes = new Map<string, Shape>();

export function shapeOf({ parameters }: Signature): Shape {
  const known = shapes.get(parameters);
  if (known !== undefined) return known;
  const words = parameters === '' ? [] : parameters.split(' ');
  const last = words.at(-1) ?? '';
  const rest = last.startsWith('...') ? parameter(last.slice(3)) : undefined;
  const fixed = (rest === undefined ? words : words.slice(0, -1)).map(parameter);
  const shape: Shape = { fixed, rest };
  shapes.set(parameters, shape);
  return shape;
}

function parameter(word: string): Parameter {
  const found = PARAMETERS[word];
  if (found === undefined) throw new Error(`there is no parameter type ${word}`);
  return found;
}
