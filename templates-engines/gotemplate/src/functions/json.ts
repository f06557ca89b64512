import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { GoMap, NilMap } from '../value/map.ts';
import { nilSlice } from '../value/slice.ts';
import { JsonSyntaxError, readJson } from '../format/read-json.ts';
import { UnencodableError, writeJson } from '../format/json.ts';
import { fn, type FunctionGroup } from './signature.ts';

function encoded(frame: Frame, value: unknown, options: { readonly html?: boolean; readonly indent?: string }): string {
  return writeJson(value, { ...options, spend: (size) => frame.run.charge(size) });
}

/** An empty text where Go ignores its error. */
function lenient(work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnencodableError) return '';
    throw error;
  }
}

function strict(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnencodableError || error instanceof JsonSyntaxError) throw new FunctionError(error.message);
    throw error;
  }
}

function reading(frame: Frame, text: string): unknown {
  frame.run.charge(text.length >>> 5);
  return readJson(text);
}

function fromJsonMap(frame: Frame, text: string): unknown {
  return tolerant(() => {
    const value = reading(frame, text);
    if (value === null) return new NilMap();
    if (value instanceof GoMap) return value;
    throw new JsonSyntaxError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`);
  }, (message) => Object.assign(new GoMap(), { Error: message }));
}

function fromJsonArray(frame: Frame, text: string): unknown {
  return tolerant(() => {
    const value = reading(frame, text);
    if (value === null) return nilSlice();
    if (Array.isArray(value)) return value;
    throw new JsonSyntaxError(`json: cannot unmarshal ${jsonKind(value)} into Go value of type []interface {}`);
  }, (message) => [message]);
}

function tolerant(work: () => unknown, otherwise: (message: string) => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof JsonSyntaxError) return otherwise(error.message);
    throw error;
  }
}

/** What Go's JSON reader calls a value. */
export function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'object';
}

export const json: FunctionGroup = {
  toJson: fn('any', (frame, value: unknown) => lenient(() => encoded(frame, value, { html: true }))),
  mustToJson: fn('any', (frame, value: unknown) => strict(() => encoded(frame, value, { html: true }))),
  toPrettyJson: fn('any', (frame, value: unknown) => lenient(() => encoded(frame, value, { html: true, indent: '  ' }))),
  mustToPrettyJson: fn('any', (frame, value: unknown) => strict(() => encoded(frame, value, { html: true, indent: '  ' }))),
  toRawJson: fn('any', (frame, value: unknown) => strict(() => encoded(frame, value, {}))),
  mustToRawJson: fn('any', (frame, value: unknown) => strict(() => encoded(frame, value, {}))),
  fromJson: fn('string', fromJsonMap),
  fromJsonArray: fn('string', fromJsonArray),
  mustFromJson: fn('string', (frame, text: string) => strict(() => reading(frame, text))),
};

