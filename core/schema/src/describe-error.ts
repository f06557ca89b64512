import type { ErrorObject } from 'ajv/dist/core.js';
import { knownKeys } from './known-keys.ts';
import { nearMiss } from './near-miss.ts';

export interface Description {
  message: string;
  suggestion?: string;
  allowed?: string[];
  /** The unknown key, when the issue is about a key and not about the value that holds it. */
  key?: string;
}

interface Described {
  error: ErrorObject;
  path: (string | number)[];
  where: string;
  /** `, is 5`, or nothing when values must not be shown. */
  actual: string;
  root: unknown;
}

type Describer = (input: Described) => Description;

const MAX_SHOWN = 40;

const describers: Record<string, Describer> = {
  type: ({ error, where }) => say(`${where} must be ${alternatives(list(error.params['type']))}, is ${typeName(error.data)}`),
  required: ({ error, path }) => say(`${pathText([...path, text(error.params['missingProperty'])])} is required`),
  additionalProperties: (input) => unknownKey(input, text(input.error.params['additionalProperty'])),
  unevaluatedProperties: (input) => unknownKey(input, text(input.error.params['unevaluatedProperty'])),
  dependencies: dependent,
  dependentRequired: dependent,
  enum: constant,
  const: constant,
  minimum: limit,
  maximum: limit,
  exclusiveMinimum: limit,
  exclusiveMaximum: limit,
  multipleOf: ({ error, where, actual }) => say(`${where} must be a multiple of ${text(error.params['multipleOf'])}${actual}`),
  minLength: ({ error, where }) => say(`${where} must have at least ${count(error, 'character')}`),
  maxLength: ({ error, where }) => say(`${where} must have at most ${count(error, 'character')}`),
  minItems: ({ error, where }) => say(`${where} must have at least ${count(error, 'entry')}`),
  maxItems: ({ error, where }) => say(`${where} must have at most ${count(error, 'entry')}`),
  additionalItems: ({ error, where }) => say(`${where} must have at most ${count(error, 'entry')}`),
  items: ({ error, where }) => say(`${where} must have at most ${count(error, 'entry')}`),
  unevaluatedItems: ({ error, where }) => say(`${where} must have at most ${count(error, 'entry')}`),
  minProperties: ({ error, where }) => say(`${where} must have at least ${count(error, 'key')}`),
  maxProperties: ({ error, where }) => say(`${where} must have at most ${count(error, 'key')}`),
  uniqueItems: ({ error, where }) => say(`${where} has the same entry at ${text(error.params['j'])} and ${text(error.params['i'])}`),
  pattern: ({ error, where, actual }) => say(`${where} must match the pattern ${text(error.params['pattern'])}${actual}`),
  format: ({ error, where, actual }) => say(`${where} must be a valid ${text(error.params['format'])}${actual}`),
  'false schema': ({ where }) => say(`${where} is not allowed`),
  not: ({ where }) => say(`${where} has a form that the schema excludes`),
  anyOf: union,
  oneOf: union,
};

/** The message for one error; `path` is that of the value or, for a forbidden key, of the key. */
export function describeError(error: ErrorObject, path: (string | number)[], context: { root: unknown; redact: boolean }): Description {
  const subject = path.length === 0 ? 'the value' : pathText(path);
  const where = error.propertyName === undefined ? subject : `the key ${subject}`;
  const actual = context.redact && error.propertyName === undefined ? '' : shown(error.data);
  const describe = describers[error.keyword] ?? ((input: Described) => say(`${input.where} ${error.message ?? 'is not valid'}`));
  return describe({ error, path, where, actual, root: context.root });
}

function constant({ error, where, actual }: Described): Description {
  const values = error.keyword === 'const' ? [error.params['allowedValue']] : list(error.params['allowedValues']);
  const allowed = values.map(valueText);
  const suggestion = typeof error.data === 'string' ? nearMiss(error.data, values.filter((value) => typeof value === 'string')) : undefined;
  const message = `${where} must be ${allowed.length === 1 ? '' : 'one of '}${allowed.join(', ')}${actual}`;
  return { message, allowed, ...(suggestion === undefined ? {} : { suggestion }) };
}

function unknownKey({ error, path, root }: Described, key: string): Description {
  const allowed = knownKeys(error.parentSchema, root);
  const suggestion = nearMiss(key, allowed);
  const message = `${pathText([...path, key])} is not known`;
  return { message, key, allowed, ...(suggestion === undefined ? {} : { suggestion }) };
}

function limit({ error, where, actual }: Described): Description {
  const words: Record<string, string> = { '>=': 'at least', '<=': 'at most', '>': 'more than', '<': 'less than' };
  return say(`${where} must be ${words[text(error.params['comparison'])] ?? ''} ${text(error.params['limit'])}${actual}`);
}

function dependent({ error, path }: Described): Description {
  const [missing, present] = [text(error.params['missingProperty']), text(error.params['property'])];
  return say(`${pathText([...path, missing])} is required because ${pathText([...path, present])} is set`);
}

function union({ error, where }: Described): Description {
  const required = error.params['alternatives'] as string[][] | undefined;
  if (required) return say(`${where} must have ${alternatives(required.map((keys) => keys.join(' with ')))}`);
  const passing = error.params['passingSchemas'] as number[] | null | undefined;
  if (passing) return say(`${where} must match exactly one form of the schema, matches several`);
  return say(`${where} matches no form that the schema allows`);
}

function count(error: ErrorObject, noun: string): string {
  const number = Number(error.params['limit'] ?? error.params['len'] ?? 0);
  const plural = noun === 'entry' ? 'entries' : `${noun}s`;
  return `${number} ${number === 1 ? noun : plural}`;
}

/** `spec.ports[0]["a.b"]`. */
function pathText(path: (string | number)[]): string {
  const parts = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[^\s.[\]"]+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  });
  return parts.join('').replace(/^\./, '');
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return '';
  const printed = valueText(value);
  return `, is ${printed.length > MAX_SHOWN ? `${printed.slice(0, MAX_SHOWN)}…` : printed}`;
}

function valueText(value: unknown): string {
  if (typeof value === 'string' && /^\S+$/.test(value)) return value;
  return JSON.stringify(value) ?? String(value);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function alternatives(words: unknown[]): string {
  return words.map(String).join(' or ');
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function text(value: unknown): string {
  return String(value);
}

function say(message: string): Description {
  return { message };
}
