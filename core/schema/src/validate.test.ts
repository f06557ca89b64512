import { ExactNumber } from '@sherpack/yaml/exact-number';
import { describe, expect, test } from 'vitest';
import { SchemaError } from './schema-error.ts';
import { compileSchema, type CompileOptions, type SchemaIssue } from './validate.ts';

async function issues(schema: object | boolean, value: unknown, options?: CompileOptions): Promise<SchemaIssue[]> {
  return (await compileSchema(schema, options)).validate(value);
}

async function messages(schema: object | boolean, value: unknown, options?: CompileOptions): Promise<string[]> {
  return (await issues(schema, value, options)).map((issue) => issue.message);
}

async function refusal(schema: object | boolean, options?: CompileOptions): Promise<SchemaError> {
  try {
    await compileSchema(schema, options);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error('the schema was accepted');
}

describe('messages', () => {
  test('all issues are reported, sorted by path', async () => {
    const schema = {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: { name: {}, replicas: { type: 'integer', minimum: 1 }, ports: { items: { type: 'integer' } }, 'a.b': { type: ['string', 'null'] } },
    };
    const ports = [1, 2, 'x', 3, 4, 5, 6, 7, 8, 9, 'y'];
    expect(await issues(schema, { replicas: '3', ports, 'a.b': 1, replcias: 1 })).toEqual([
      { path: [], keyword: 'required', message: 'name is required' },
      { path: ['a.b'], keyword: 'type', message: '["a.b"] must be string or null, is number' },
      { path: ['ports', 2], keyword: 'type', message: 'ports[2] must be integer, is string' },
      { path: ['ports', 10], keyword: 'type', message: 'ports[10] must be integer, is string' },
      { path: ['replcias'], keyword: 'additionalProperties', message: 'replcias is not known', suggestion: 'replicas', allowed: ['a.b', 'name', 'ports', 'replicas'] },
      { path: ['replicas'], keyword: 'type', message: 'replicas must be integer, is string' },
    ]);
  });

  test.each<[string, object, unknown, string]>([
    ['enum', { enum: ['Always', 'Never', 1] }, 'always', 'the value must be one of Always, Never, 1, is always'],
    ['const', { const: 'v1' }, 'v2', 'the value must be v1, is v2'],
    ['minimum', { minimum: 1 }, 0, 'the value must be at least 1, is 0'],
    ['exclusiveMaximum', { exclusiveMaximum: 1 }, 1, 'the value must be less than 1, is 1'],
    ['multipleOf', { multipleOf: 2 }, 3, 'the value must be a multiple of 2, is 3'],
    ['minLength', { minLength: 1 }, '', 'the value must have at least 1 character'],
    ['maxItems', { maxItems: 2 }, [1, 2, 3], 'the value must have at most 2 entries'],
    ['uniqueItems', { uniqueItems: true }, [1, 2, 1], 'the value has the same entry at 0 and 2'],
    ['pattern', { pattern: '^v[0-9]+$' }, 'x', 'the value must match the pattern ^v[0-9]+$, is x'],
    ['format', { format: 'ipv4' }, 'a b', 'the value must be a valid ipv4, is "a b"'],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1 }, 'b is required because a is set'],
    ['propertyNames', { propertyNames: { pattern: '^[a-z]+$' } }, { A: 1 }, 'the key A must match the pattern ^[a-z]+$, is A'],
    ['false', { properties: { a: false } }, { a: 1 }, 'a is not allowed'],
    ['not', { not: { type: 'string' } }, 'x', 'the value has a form that the schema excludes'],
    ['if', { if: { required: ['a'] }, else: { required: ['b'] } }, {}, 'b is required'],
    ['prefixItems', { prefixItems: [{}], items: false }, [1, 2], 'the value must have at most 1 entry'],
    ['contains', { contains: { type: 'string' } }, [], 'the value must contain at least 1 valid item(s)'],
  ])('%s', async (_, schema, value, expected) => {
    expect(await messages(schema, value)).toContain(expected);
  });

  test('near misses of allowed values are suggested', async () => {
    expect(await issues({ enum: ['Always', 'Never'] }, 'Alwyas')).toMatchObject([{ suggestion: 'Always', allowed: ['Always', 'Never'] }]);
  });

  test('known keys are found behind allOf and references, too', async () => {
    const schema = { allOf: [{ $ref: '#/$defs/a' }], properties: { beta: {} }, unevaluatedProperties: false, $defs: { a: { properties: { alpha: {} } } } };
    expect(await issues(schema, { alpha: 1, alhpa: 2 })).toMatchObject([{ path: ['alhpa'], suggestion: 'alpha', allowed: ['alpha', 'beta'] }]);
  });

  test('redacted messages hold no values', async () => {
    const schema = { properties: { a: { enum: ['x'] }, b: { pattern: '^x' }, c: { format: 'ipv4' }, d: { maximum: 1 }, e: { const: 1 }, f: { type: 'integer' } } };
    const secret = 'hunter2';
    const found = await issues(schema, { a: secret, b: secret, c: secret, d: 987654, e: secret, f: secret }, { redact: true });
    expect(found).toHaveLength(6);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|987654/);
    expect(JSON.stringify(await issues(schema, { a: secret }))).toContain('hunter2');
  });

  test('names inherited by every object count neither as present nor as known', async () => {
    expect(await messages({ required: ['constructor', 'toString'] }, {})).toEqual(['constructor is required', 'toString is required']);
    expect(await messages({ properties: {}, additionalProperties: false }, JSON.parse('{"__proto__":1}'))).toEqual(['__proto__ is not known']);
  });
});

describe('numbers', () => {
  test('bigint and exact numbers are numbers in value and schema', async () => {
    const schema = { properties: { a: { type: 'integer' }, b: { type: 'number', maximum: 12345678901234567890n }, c: { type: 'integer' }, d: { enum: [1] } } };
    expect(await messages(schema, { a: 12345678901234567890n, b: 1n, c: new ExactNumber('1.0'), d: new ExactNumber('1.00') })).toEqual([]);
    expect(await messages(schema, { a: new ExactNumber('1.50'), b: [2n] })).toEqual(['a must be integer, is number', 'b must be number, is array']);
  });
});

describe('drafts', () => {
  test('are taken from $schema', async () => {
    const old = { $schema: 'http://json-schema.org/draft-04/schema#', id: 'http://example.com/x', properties: { a: { minimum: 1, exclusiveMinimum: true } } };
    expect(await messages(old, { a: 1 })).toEqual(['a must be more than 1, is 1']);
    const tuple = { $schema: 'http://json-schema.org/draft-07/schema', items: [{ type: 'string' }], additionalItems: false };
    expect(await messages(tuple, [1, 2])).toEqual(['the value must have at most 1 entry', '[0] must be string, is number']);
    expect(await messages({ $schema: 'https://json-schema.org/draft/2019-09/schema', $recursiveAnchor: true, properties: { a: { $recursiveRef: '#' }, b: { type: 'string' } } }, { a: { b: 1 } })).toEqual(['a.b must be string, is number']);
    expect(await messages({ $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ type: 'string' }] }, [1])).toEqual(['[0] must be string, is number']);
  });

  test('without $schema the newest one in which the schema is valid counts', async () => {
    expect(await messages({ items: [{ type: 'string' }] }, [1])).toEqual(['[0] must be string, is number']);
    expect(await messages({ maximum: 1, exclusiveMaximum: true }, 1)).toEqual(['the value must be less than 1, is 1']);
    expect(await messages({ $schema: 'https://example.com/own', type: 'string' }, 1)).toEqual(['the value must be string, is number']);
  });

  test('an option goes before $schema', async () => {
    const schema = { $schema: 'http://json-schema.org/draft-07/schema#', prefixItems: [{ type: 'string' }] };
    expect(await messages(schema, [1])).toEqual([]);
    expect(await messages(schema, [1], { draft: '2020-12' })).toHaveLength(1);
  });

  test('the address of a dialect as own id does no harm', async () => {
    expect(await messages({ $id: 'http://json-schema.org/draft-07/schema#', type: 'string' }, 1)).toHaveLength(1);
  });

  test('references to the schemas of JSON Schema are resolved', async () => {
    const schema = { properties: { schema: { $ref: 'https://json-schema.org/draft/2020-12/schema' } } };
    expect(await messages(schema, { schema: { type: 'string' } })).toEqual([]);
    expect(await messages(schema, { schema: { type: 5 } })).not.toEqual([]);
  });

  test('formats can be switched off, unknown keywords and formats are ignored unless strict', async () => {
    expect(await messages({ format: 'ipv4' }, 'x', { formats: false })).toEqual([]);
    expect(await messages({ format: 'int-or-string', 'x-kubernetes-thing': true }, 'x')).toEqual([]);
    expect(await refusal({ unknownWord: 1 }, { strict: true })).toMatchObject({ kind: 'invalid-schema' });
  });

  test('boolean schemas', async () => {
    expect(await messages(true, 1)).toEqual([]);
    expect(await messages(false, 1)).toEqual(['the value is not allowed']);
  });
});

describe('schemas that cannot be used', () => {
  test('an invalid one is refused with the path in the schema', async () => {
    expect(await refusal({ properties: { a: { type: 'sting' } } })).toMatchObject({ kind: 'invalid-schema', path: ['properties', 'a', 'type'] });
  });

  test('a reference that leads nowhere is refused, remote ones are not fetched', async () => {
    expect(await refusal({ $ref: '#/definitions/a' })).toMatchObject({ kind: 'unresolved-reference' });
    expect(await refusal({ properties: { a: { $ref: 'http://127.0.0.1:1/x.json' } } })).toMatchObject({ kind: 'unresolved-reference' });
  });

  test('a pattern that RE2 does not know is refused', async () => {
    expect(await refusal({ pattern: '^(?!x)' })).toMatchObject({ kind: 'pattern' });
    expect(await refusal({ pattern: '(a)\\1' })).toMatchObject({ kind: 'pattern' });
    expect(await refusal({ patternProperties: { '(?<=a)b': {} } })).toMatchObject({ kind: 'pattern' });
  });

  test('a pattern with catastrophic backtracking is harmless', async () => {
    expect(await messages({ pattern: '^(a+)+$' }, `${'a'.repeat(5000)}!`)).toHaveLength(1);
  });

  test('each of several patterns counts for itself', async () => {
    const schema = { properties: { a: { pattern: '^a$' }, b: { pattern: '^\\d{2}\\/\\u0041$' } }, patternProperties: { '^x-': { type: 'string' } } };
    expect(await messages(schema, { a: 'a', b: '12/A', 'x-y': 's' })).toEqual([]);
    expect(await messages(schema, { a: 'b', b: 'a', 'x-y': 1 })).toHaveLength(3);
  });

  test('a schema that refers to itself without getting ahead is refused', async () => {
    const schema = { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/a' } } };
    await expect(async () => (await compileSchema(schema)).validate(1)).rejects.toMatchObject({ kind: 'endless' });
  });

  test('one compiled schema does not disturb another with the same id', async () => {
    expect(await messages({ $id: 'http://example.com/a', $defs: { x: { $id: 'x', type: 'string' } }, $ref: 'x' }, 1)).toHaveLength(1);
    expect(await messages({ $id: 'http://example.com/a', $defs: { x: { $id: 'x', type: 'number' } }, $ref: 'x' }, 1)).toEqual([]);
  });

  test('"nullable" without a type says nothing', async () => {
    const schema = { properties: { a: { nullable: true, enum: ['x'] }, nullable: { type: 'string' } } };
    expect(await messages(schema, { a: 'x', nullable: 'y' })).toEqual([]);
    expect(await messages(schema, { a: 'z', nullable: 1 })).toHaveLength(2);
    const named = { properties: { nullable: true, a: { const: { nullable: true } } }, additionalProperties: false };
    expect(await messages(named, { nullable: 1, a: { nullable: true } })).toEqual([]);
    expect(await messages(named, { a: {} })).toHaveLength(1);
  });
});
