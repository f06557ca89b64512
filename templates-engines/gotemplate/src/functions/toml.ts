import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { toml as reader } from '../run/node-modules.ts';
import { Time } from '../objects/time.ts';
import { printToml, TomlError } from '../toml/print-toml.ts';
import { localZone } from '../time/zone.ts';
import { fromJson } from '../value/from-json.ts';
import { GoMap } from '../value/map.ts';
import { fn, type FunctionGroup } from './signature.ts';

function printed(frame: Frame, value: unknown): string {
  const text = printToml(value, (size) => frame.run.charge(size));
  frame.run.chargeText(text.length);
  return text;
}

function toToml(frame: Frame, value: unknown): string {
  try {
    return printed(frame, value);
  } catch (error) {
    if (error instanceof TomlError) return error.message;
    throw error;
  }
}

function mustToToml(frame: Frame, value: unknown): string {
  try {
    return printed(frame, value);
  } catch (error) {
    if (error instanceof TomlError) throw new FunctionError(error.message);
    throw error;
  }
}

function fromToml(frame: Frame, text: string): GoMap {
  frame.run.charge(text.length >>> 4);
  const { parse, TomlError: ReadError } = reader();
  try {
    return converted(parse(text, { integersAsBigInt: true })) as GoMap;
  } catch (error) {
    if (error instanceof ReadError) return Object.assign(new GoMap(), { Error: `toml: line ${error.line}: ${error.message.split('\n')[0] ?? ''}` });
    throw error;
  }
}

/** Dates become Go's times. */
function converted(value: unknown): unknown {
  if (value instanceof Date) return new Time(Math.floor(value.getTime() / 1000), (value.getTime() % 1000) * 1_000_000, localZone());
  if (Array.isArray(value)) return value.map(converted);
  if (typeof value !== 'object' || value === null) return fromJson(value, new WeakMap());
  const map = new GoMap();
  for (const [key, member] of Object.entries(value)) map[key] = converted(member);
  return map;
}

export const toml: FunctionGroup = {
  toToml: fn('any', toToml),
  mustToToml: fn('any', mustToToml),
  fromToml: fn('string', fromToml),
};
