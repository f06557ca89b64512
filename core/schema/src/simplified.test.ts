import { describe, expect, test } from 'vitest';
import { SchemaError } from './schema-error.ts';
import { isSimplifiedSchema, simplifiedToJsonSchema } from './simplified.ts';
import { compileSchema } from './validate.ts';

describe('telling the formats apart', () => {
  test.each([
    ['a .json file', {}, 'values.schema.json', false],
    ['a .json file that says it is simplified', { schemaVersion: 'sherpack/v1' }, 'values.schema.JSON', false],
    ['$schema', { $schema: 'x', schemaVersion: 'sherpack/v1' }, 'values.schema.yaml', false],
    ['$id', { $id: 'x' }, 'values.schema.yaml', false],
    ['a version with type object', { schemaVersion: 'sherpack/v1', type: 'object' }, 'values.schema.yaml', true],
    ['another version with type object', { schemaVersion: 'x/v1', type: 'object' }, 'values.schema.yaml', false],
    ['type object', { type: 'object' }, 'values.schema.yaml', false],
    ['only properties', { properties: {} }, 'values.schema.yaml', true],
    ['no mapping', [], 'values.schema.yaml', false],
  ])('%s', (_, document, fileName, expected) => {
    expect(isSimplifiedSchema(document, fileName)).toBe(expected);
  });
});

const simplified = {
  schemaVersion: 'sherpack/v1',
  title: 'Demo',
  properties: {
    env: { type: 'string', enumValues: ['dev', 'prod'], required: true, default: 'dev' },
    replicas: { type: 'integer', min: 1, max: 5 },
    port: { type: 'integer', minimum: 1, maximum: 65535 },
    names: { type: 'array', minItems: 1, items: { type: 'string', minLength: 2 } },
    free: { type: 'any', min: 3, description: 'anything', default: 1 },
    image: { type: 'object', required: true, properties: { tag: { type: 'string', required: true, pattern: '^v' }, old: { type: 'string', required: false } } },
  },
};

describe('converting a simplified schema', () => {
  test('gives draft-07', () => {
    expect(simplifiedToJsonSchema(simplified)).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Demo',
      type: 'object',
      required: ['env', 'image'],
      properties: {
        env: { type: 'string', enum: ['dev', 'prod'], default: 'dev' },
        replicas: { type: 'integer', minimum: 1, maximum: 5 },
        port: { type: 'integer', minimum: 1, maximum: 65535 },
        names: { type: 'array', minItems: 1, items: { type: 'string', minLength: 2 } },
        free: { description: 'anything', default: 1 },
        image: { type: 'object', required: ['tag'], properties: { tag: { type: 'string', pattern: '^v' }, old: { type: 'string' } } },
      },
    });
  });

  test('takes words of JSON Schema as well', () => {
    const document = { required: ['a'], additionalProperties: false, properties: { a: { type: ['string', 'null'], enum: ['x'], required: true }, b: { required: ['c'], additionalProperties: { type: 'integer', min: 1 } } } };
    expect(simplifiedToJsonSchema(document)).toMatchObject({
      required: ['a'],
      additionalProperties: false,
      properties: { a: { type: ['string', 'null'], enum: ['x'] }, b: { required: ['c'], additionalProperties: { type: 'integer', minimum: 1 } } },
    });
  });

  test('gives a schema that works', async () => {
    const validator = await compileSchema(simplifiedToJsonSchema(simplified));
    expect(validator.validate({ env: 'prod', free: [], image: { tag: 'v1' } })).toEqual([]);
    expect(validator.validate({ env: 'prd', replicas: 9, image: {} }).map((issue) => issue.message)).toEqual([
      'env must be one of dev, prod, is prd',
      'image.tag is required',
      'replicas must be at most 5, is 9',
    ]);
  });

  test.each([
    ['no mapping', 'x', ''],
    ['an unknown type', { properties: { a: { type: 'sting' } } }, 'properties.a.type'],
    ['a property without a mapping', { properties: { a: 'string' } }, 'properties.a'],
    ['properties that are a list', { properties: [] }, 'properties'],
    ['an entry of an unknown type', { properties: { a: { items: { type: 'x' } } } }, 'properties.a.items.type'],
  ])('refuses %s', (_, document, path) => {
    try {
      simplifiedToJsonSchema(document);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SchemaError);
      expect((error as SchemaError).path.join('.')).toBe(path);
    }
  });
});
