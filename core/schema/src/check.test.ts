import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepts } from './accepts.ts';
import { checkSchema } from './check.ts';
import { isPlainSchema } from './plain-schema.ts';
import { SchemaError } from './schema-error.ts';
import { compileSchema } from './validate.ts';

const scalar = fc.oneof(fc.constantFrom(null, true, false, '', 'a', 'ab-1', '0', 0, 1, -1, 2.5), fc.integer({ min: -3, max: 3 }), fc.string({ maxLength: 3 }));
const names = fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(names, tie('value'), { maxKeys: 3 })),
}));

const count = fc.integer({ min: 0, max: 3 });
const pattern = fc.constantFrom('^a', '^[a-z0-9-]+$', '^a{1,2}$', '^(a|b)+$', '(?=a)', '^[', '^\\d$');
const type = fc.constantFrom('null', 'boolean', 'object', 'array', 'number', 'string', 'integer');
/** Mostly well-formed schemas, now and then with a keyword that is not. */
const { schema } = fc.letrec<{ schema: object | boolean }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.boolean(),
    fc.record({
      type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 }), fc.constant('text')),
      const: value, enum: fc.array(scalar, { maxLength: 3 }),
      minimum: count, maximum: count, exclusiveMinimum: fc.oneof(count, fc.boolean()), minLength: count, maxLength: count, pattern,
      minItems: count, maxItems: fc.integer({ min: -1, max: 3 }), items: fc.oneof(tie('schema'), fc.array(tie('schema'), { maxLength: 2 })),
      minProperties: count, required: fc.array(names, { maxLength: 2 }), properties: fc.dictionary(names, tie('schema'), { maxKeys: 2 }),
      additionalProperties: tie('schema'), propertyNames: tie('schema'), allOf: fc.array(tie('schema'), { maxLength: 2 }), anyOf: fc.array(tie('schema'), { maxLength: 2 }),
      oneOf: fc.array(tie('schema'), { maxLength: 2 }), not: tie('schema'), format: fc.constantFrom('email', 'date'),
      $schema: fc.constantFrom('https://json-schema.org/draft/2020-12/schema', 'http://json-schema.org/draft-04/schema#'),
      $ref: fc.constantFrom('#/$defs/a', '#/$defs/missing', '#'), $defs: fc.dictionary(fc.constantFrom('a'), tie('schema'), { minKeys: 1 }),
    }, { requiredKeys: [] }).map(sparse),
  ),
}));

/** Keeps every fourth keyword or so, or nothing would ever be accepted. */
function sparse(full: object): object {
  return Object.fromEntries(Object.entries(full).filter(([keyword, content], index) => (JSON.stringify([keyword, content]).length + index) % 4 === 0));
}

async function verdict(given: object | boolean, checked: unknown): Promise<boolean | undefined> {
  try {
    return (await compileSchema(given)).validate(checked).length === 0;
  } catch (error) {
    if (error instanceof SchemaError) return undefined;
    throw error;
  }
}

describe('the short way', () => {
  test('never decides otherwise than the validator', async () => {
    const seen = { accepted: 0, refused: 0, left: 0 };
    await fc.assert(fc.asyncProperty(schema, value, async (given, checked) => {
      const decided = isPlainSchema(given, false) ? accepts(given, checked) : undefined;
      if (decided === undefined) seen.left++;
      else seen[decided ? 'accepted' : 'refused']++;
      if (decided !== undefined) expect(await verdict(given, checked)).toBe(decided);
    }), { numRuns: 1000, seed: 11 });
    expect(Math.min(seen.accepted, seen.refused, seen.left)).toBeGreaterThan(50);
  });

  test.each([
    [{ $schema: 'http://json-schema.org/draft-04/schema#', exclusiveMinimum: 1 }],
    [{ type: 'string', format: 'email' }],
    [{ pattern: '^(a+)+$' }],
    [{ pattern: '^a*b*c*d*$' }],
    [{ properties: { a: { $ref: 'https://example.com/x' } } }],
    [{ properties: { a: { nullable: true } } }],
    [{ $defs: { unused: { type: 'text' } } }],
  ])('leaves %j to the validator', (given) => {
    expect(isPlainSchema(given, false)).toBe(false);
  });

  test('follows references as deep as the value goes, and no endless ones', () => {
    const list = { $defs: { list: { type: 'object', properties: { next: { $ref: '#/$defs/list' }, x: { type: 'integer' } } } }, allOf: [{ $ref: '#/$defs/list' }] };
    expect(accepts(list, { next: { next: { x: 1 } } })).toBe(true);
    expect(accepts(list, { next: { next: { x: 'one' } } })).toBe(false);
    expect(accepts({ $defs: { a: { $ref: '#/$defs/a' } }, allOf: [{ $ref: '#/$defs/a' }] }, 1)).toBeUndefined();
  });
});

describe('a check', () => {
  test('has the words of the validator for what is wrong', async () => {
    expect(await checkSchema({ properties: { a: { type: 'integer' } } }, { a: 'x' })).toEqual([
      { path: ['a'], keyword: 'type', message: 'a must be integer, is string' },
    ]);
    expect(await checkSchema({ properties: { a: { type: 'integer' } } }, { a: 9_007_199_254_740_993n })).toEqual([]);
    await expect(checkSchema({ type: 'text' }, 1)).rejects.toThrow(SchemaError);
  });
});
