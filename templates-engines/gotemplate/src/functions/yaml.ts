import { PlainScalar, printGoYaml, UnprintableError } from '@sherpack/go-yaml/print';
import { readOpenEnd } from '@sherpack/go-yaml/open-end';
import { GoYamlError } from '@sherpack/go-yaml/read';
import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { Time } from '../objects/time.ts';
import { fromJson } from '../value/from-json.ts';
import { Host } from '../value/host.ts';
import { Int } from '../value/int.ts';
import { GoMap, NilMap } from '../value/map.ts';
import { isNilSlice } from '../value/slice.ts';
import { jsonKind } from './json.ts';
import { fn, type FunctionGroup } from './signature.ts';

/** What the printer does not know itself. */
export function simplify(value: object): unknown {
  if (Array.isArray(value)) return isNilSlice(value) ? null : value;
  if (value instanceof Int) return value.value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof NilMap) return null;
  return value instanceof Host ? value.json() : value;
}

export function yamlText(frame: Frame, value: unknown): string {
  const { run } = frame;
  const text = printGoYaml(value, { simplify, visit: () => run.charge(4) });
  run.chargeText(text.length);
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** go-yaml 3, without a detour through JSON: a time is a time. */
function toYamlPretty(frame: Frame, value: unknown): string {
  const { run } = frame;
  const text = printGoYaml(value, { path: 'direct', simplify: (each) => (each instanceof Time ? new PlainScalar(each.json()) : simplify(each)), visit: () => run.charge(4) });
  run.chargeText(text.length);
  return text.slice(0, -1);
}

function toYaml(frame: Frame, value: unknown): string {
  try {
    return yamlText(frame, value);
  } catch (error) {
    if (error instanceof UnprintableError) return '';
    throw error;
  }
}

function mustToYaml(frame: Frame, value: unknown): string {
  try {
    return yamlText(frame, value);
  } catch (error) {
    if (error instanceof UnprintableError) throw new FunctionError(error.message);
    throw error;
  }
}

const CONVERTING = 'error converting YAML to JSON: ';
const DECODING = 'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ';

function read(frame: Frame, text: string): unknown {
  frame.run.charge(text.length >>> 4);
  return fromJson(readOpenEnd(text, { maxDepth: 500 }), new WeakMap());
}

function fromYaml(frame: Frame, text: string): unknown {
  try {
    const value = read(frame, text);
    if (value === null) return new GoMap();
    return value instanceof GoMap ? value : failure(`${DECODING}${jsonKind(value)} into Go value of type map[string]interface {}`);
  } catch (error) {
    if (error instanceof GoYamlError) return failure(CONVERTING + error.message);
    throw error;
  }
}

function failure(message: string): GoMap {
  return Object.assign(new GoMap(), { Error: message });
}

function fromYamlArray(frame: Frame, text: string): unknown {
  try {
    const value = read(frame, text);
    if (value === null) return [];
    return Array.isArray(value) ? value : [`${DECODING}${jsonKind(value)} into Go value of type []interface {}`];
  } catch (error) {
    if (error instanceof GoYamlError) return [CONVERTING + error.message];
    throw error;
  }
}

export const yaml: FunctionGroup = {
  toYaml: fn('any', toYaml),
  mustToYaml: fn('any', mustToYaml),
  toYamlPretty: fn('any', toYamlPretty),
  fromYaml: fn('string', fromYaml),
  fromYamlArray: fn('string', fromYamlArray),
};
