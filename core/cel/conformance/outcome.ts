import { dyn } from '../src/cel-type.ts';
import { check, compile } from '../src/compile.ts';
import { doubleText } from '../src/functions/double-text.ts';
import { issueText } from '../src/issue-text.ts';
import type { JsonSchema } from '../src/schema/json-schema.ts';
import { schemaType } from '../src/schema/schema-type.ts';
import { isCelMap } from '../src/values/cel-map.ts';
import { typeNameOf } from '../src/values/kind.ts';
import { Uint } from '../src/values/number.ts';
import { Opaque, TypeValue } from '../src/values/opaque.ts';
import { Optional } from '../src/values/optional.ts';
import { Duration, Timestamp } from '../src/values/time.ts';

/** An expression and what Kubernetes 1.36.4 made of it; `ours` holds what is known to come out otherwise here. */
export interface RecordedCase {
  readonly expression: string;
  readonly isTyped?: boolean;
  readonly version?: string;
  readonly refused?: string;
  readonly type?: string;
  readonly error?: string;
  readonly value?: unknown;
  readonly cost?: number;
  readonly ours?: Readonly<Partial<Outcome>>;
}

export interface Outcome {
  readonly refused?: string;
  readonly type?: string;
  readonly error?: string;
  readonly value?: unknown;
  readonly cost?: number;
}

export interface RecordedData {
  readonly schema: unknown;
  readonly typedSelf: unknown;
  readonly self: unknown;
}

/** What comes out here, in the form of the records. */
export function outcomeOf(recorded: RecordedCase, data: RecordedData): Outcome {
  const self = recorded.isTyped ? (schemaType(data.schema as JsonSchema, { view: 'rule', name: 'selfType' }) ?? dyn) : dyn;
  const options = { variables: { self }, kubernetesVersion: recorded.version ?? '1.36' };
  const { issues } = check(recorded.expression, options);
  if (issues.length > 0) return { refused: issueText(recorded.expression, issues) };
  const program = compile(recorded.expression, options);
  const { value, error, cost } = program.run({ self: recorded.isTyped ? data.typedSelf : data.self });
  return error ? { type: program.type, error: error.message } : { type: program.type, value: printed(value), cost };
}

function printed(value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return { int: String(value) };
    case 'number':
      return { double: doubleText(value) };
    case 'object':
      return printedObject(value);
    default:
      return value;
  }
}

function printedObject(value: object | null): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(printed);
  if (value instanceof Uint) return { uint: String(value.value) };
  if (value instanceof Uint8Array) return { bytes: btoa(String.fromCharCode(...value)) };
  if (value instanceof TypeValue) return { type: value.name };
  if (value instanceof Timestamp) return { timestamp: value.toString() };
  if (value instanceof Duration) return { duration: String(value.nanos) };
  if (value instanceof Optional) return value.hasValue ? { some: printed(value.value) } : { none: true };
  if (value instanceof Opaque) return { opaque: value.typeName };
  return isCelMap(value) ? { map: value.keys().map((key) => [printed(key), printed(value.get(key))]) } : typeNameOf(value);
}
