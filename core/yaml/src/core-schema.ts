import { FAILSAFE_SCHEMA, Type, type Schema } from 'js-yaml';
import { MAX_NUMBER_LENGTH, readFloat, readInteger } from './number-text.ts';

// Tag resolution of the core schema: YAML 1.2.2, section 10.3.2.
const NULL = /^(?:|~|null|Null|NULL)$/;
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const INTEGER = /^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const SPECIAL_FLOAT = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

// How go-yaml, and so kubectl and Helm, reads the octal integers of YAML 1.1.
const LEADING_ZERO_OCTAL = /^[-+]?0[0-7]+$/;

export interface SchemaOptions {
  /** Floats whose spelling would not survive become an ExactNumber. */
  exact: boolean;
  /** `0644` is 420 and not 644. */
  octal: boolean;
}

/** What all of these begin with, but for the empty text. */
const MAY_MEAN = new Set(Array.from('~nNtTfF+-.0123456789', (character) => character.charCodeAt(0)));

const schemas = new Map<string, Schema>();

/** The YAML 1.2 core schema with merge keys (`<<`); other tags, `!!binary` and `!!timestamp` among them, are refused. */
export function coreSchema(options: SchemaOptions): Schema {
  const key = `${options.exact} ${options.octal}`;
  const schema = schemas.get(key) ?? createSchema(options);
  schemas.set(key, schema);
  return schema;
}

/** The same schema for a reader without tags: what an unquoted scalar is. */
export function coreScalar(text: string, { exact, octal }: SchemaOptions): unknown {
  if (!MAY_MEAN.has(text.charCodeAt(0))) return text;
  if (isNull(text)) return null;
  if (isBoolean(text)) return isTrue(text);
  if (isInteger(text)) return constructInteger(text, octal);
  return isFloat(text) ? constructFloat(text, exact) : text;
}

function createSchema({ exact, octal }: SchemaOptions): Schema {
  return FAILSAFE_SCHEMA.extend({
    implicit: [
      scalar('null', isNull, () => null),
      scalar('bool', isBoolean, isTrue),
      scalar('int', isInteger, (text) => constructInteger(text, octal)),
      scalar('float', isFloat, (text) => constructFloat(text, exact)),
      scalar('merge', (text) => text === '<<', (text) => text),
    ],
  });
}

function scalar(name: string, matches: (text: string) => boolean, construct: (text: string) => unknown): Type {
  return new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (data: unknown) => matches(typeof data === 'string' ? data : ''),
    construct: (data: unknown) => construct(typeof data === 'string' ? data : ''),
  });
}

function isTrue(text: string): boolean {
  return text.startsWith('t') || text.startsWith('T');
}

function constructInteger(text: string, octal: boolean): number | bigint {
  return readInteger(octal ? spellOctal(text) : text);
}

function spellOctal(text: string): string {
  return LEADING_ZERO_OCTAL.test(text) ? text.replace('0', '0o') : text;
}

// Expressions are slow for what every plain scalar is asked; nearly all are longer than these words.
function isNull(text: string): boolean {
  return text.length <= 4 && NULL.test(text);
}

function isBoolean(text: string): boolean {
  return (text.length === 4 || text.length === 5) && BOOLEAN.test(text);
}

function isInteger(text: string): boolean {
  return looksNumeric(text) && INTEGER.test(text);
}

function isFloat(text: string): boolean {
  return looksNumeric(text) && (FLOAT.test(text) || SPECIAL_FLOAT.test(text));
}

// Called for every plain scalar; nearly all of them are words.
function looksNumeric(text: string): boolean {
  const first = text.charCodeAt(0);
  const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
  return numeric && text.length <= MAX_NUMBER_LENGTH;
}

function constructFloat(text: string, exact: boolean): unknown {
  if (FLOAT.test(text)) return readFloat(text, exact);
  if (text.endsWith('n') || text.endsWith('N')) return Number.NaN;
  return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
