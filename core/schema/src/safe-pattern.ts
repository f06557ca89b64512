import type { RegExpEngine, RegExpLike } from 'ajv/dist/types/index.js';
import { SchemaError } from './schema-error.ts';

/**
 * The engine for `pattern` and `patternProperties`: RE2, whose time is linear in the text, because schemas come from
 * strangers. It is the syntax of Go, which Helm's validator uses; look-around and back references are refused.
 */
export async function patternEngine(schema: unknown): Promise<RegExpEngine> {
  if (!hasPattern(schema)) return engine((pattern) => nativePattern(pattern));
  const { RE2JS } = await import('re2js');
  return engine((pattern) => {
    const compiled = compile(() => RE2JS.compile(RE2JS.translateRegExp(pattern)), pattern);
    return likeRegExp(pattern, (text) => compiled.test(text));
  });
}

// Only the schemas of JSON Schema itself reach this, when a schema without patterns refers to them.
function nativePattern(pattern: string): RegExpLike {
  const compiled = new RegExp(pattern, 'u');
  return likeRegExp(pattern, (text) => compiled.test(text));
}

function compile<T>(create: () => T, pattern: string): T {
  try {
    return create();
  } catch (cause) {
    const reason = `the pattern ${JSON.stringify(pattern)} is not supported (syntax of RE2: no look-around, no back references)`;
    throw new SchemaError('pattern', reason, [], { cause });
  }
}

// ajv tells compiled patterns apart by their text.
function likeRegExp(pattern: string, test: (text: string) => boolean): RegExpLike {
  return { test, toString: () => pattern } as RegExpLike;
}

function engine(create: (pattern: string) => RegExpLike): RegExpEngine {
  return Object.assign((pattern: string) => create(pattern), { code: 'safePattern' });
}

function hasPattern(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  if (Object.hasOwn(schema, 'pattern') || Object.hasOwn(schema, 'patternProperties')) return true;
  return Object.values(schema).some(hasPattern);
}
