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

function boolean(text: string): unknown {
  const found = resolve(text);
  return found?.type === 'bool' ? found.value : text;
}

function number(text: string): unknown {
  const found = resolve(text);
  if (found?.type === 'int') return Number(found.value);
  return found?.type === 'float' ? found.value : text;
}

function binary(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

let schema: Schema | undefined;

export function goSchema(): Schema {
  return (schema ??= FAILSAFE_SCHEMA.extend({
    implicit: [
      scalar('null', (text) => typeOf(text) === 'null', () => null),
      scalar('bool', (text) => typeOf(text) === 'bool', boolean),
      scalar('int', (text) => typeOf(text) === 'int', number),
      scalar('float', (text) => typeOf(text) === 'float' || typeOf(text) === 'int', number),
      scalar('timestamp', (text) => typeOf(text) === 'timestamp', (text) => text),
      scalar('merge', (text) => text === '<<', (text) => text),
    ],
    explicit: [scalar('binary', () => true, binary)],
  }));
}
