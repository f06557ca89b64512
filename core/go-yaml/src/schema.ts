import { FAILSAFE_SCHEMA, Type, type Schema } from 'js-yaml';
import { resolve } from './resolve.ts';

/** Scalars as go-yaml 2 resolves them, then as JSON keeps them: every number is a double. */
function scalar(name: string, matches: (text: string) => boolean, construct: (text: string) => unknown): Type {
  return new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (data: unknown) => matches(typeof data === 'string' ? data : ''),
    construct: (data: unknown) => construct(typeof data === 'string' ? data : ''),
  });
}

function typeOf(text: string): string | undefined {
  return resolve(text)?.type;
}

/** What an unquoted scalar stands for; dates stay text. */
export function goScalar(text: string): unknown {
  const found = resolve(text);
  if (found === undefined || found.type === 'timestamp') return text;
  if (found.type === 'null') return null;
  return found.type === 'int' ? Number(found.value) : found.value;
}

function isSpecial(text: string): boolean {
  const type = typeOf(text);
  return type !== undefined && type !== 'timestamp';
}

function binary(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

const EMPTY = { scalar: () => '', sequence: () => [], mapping: () => ({}) };

/** Go takes no notice of tags that it does not know, `!!string` or `!vault`; what bears one is text and nothing else, or as it is. */
function unknownTags(prefix: string): readonly Type[] {
  return (['scalar', 'sequence', 'mapping'] as const).map((kind) => new Type(prefix, { kind, multi: true, construct: (data: unknown) => data ?? EMPTY[kind]() }));
}

let schema: Schema | undefined;

export function goSchema(): Schema {
  return (schema ??= FAILSAFE_SCHEMA.extend({
    // One type for all that is resolved by its text alone: every plain scalar asks every implicit type.
    implicit: [scalar('merge', (text) => text === '<<', (text) => text), scalar('plain', isSpecial, goScalar)],
    explicit: [
      scalar('null', (text) => typeOf(text) === 'null', goScalar),
      scalar('bool', (text) => typeOf(text) === 'bool', goScalar),
      scalar('int', (text) => typeOf(text) === 'int', goScalar),
      scalar('float', (text) => typeOf(text) === 'float' || typeOf(text) === 'int', goScalar),
      scalar('timestamp', (text) => typeOf(text) === 'timestamp', goScalar),
      scalar('binary', () => true, binary),
      ...unknownTags('!'),
      ...unknownTags('tag:'),
    ],
  }));
}
