import { describe, expect, test } from 'vitest';
import { compileSchema } from './validate.ts';

async function messages(schema: object, value: unknown): Promise<string[]> {
  return (await compileSchema(schema)).validate(value).map((issue) => issue.message);
}

describe('unions speak with one voice', () => {
  test('types of all branches are joined', async () => {
    const schema = { properties: { port: { anyOf: [{ type: 'string', pattern: '^x' }, { type: 'integer' }, { type: 'null' }] } } };
    expect(await messages(schema, { port: [] })).toEqual(['port must be string or integer or null, is array']);
    expect(await messages(schema, { port: 'y' })).toEqual(['port must match the pattern ^x, is y']);
  });

  test('constants of all branches are joined', async () => {
    const schema = { oneOf: [{ const: 'a' }, { enum: ['b', 'c'] }] };
    expect(await messages(schema, 'bb')).toEqual(['the value must be one of a, b, c, is bb']);
  });

  const shape = {
    anyOf: [{ $ref: '#/$defs/circle' }, { $ref: '#/$defs/square' }],
    $defs: {
      circle: { type: 'object', required: ['kind', 'radius'], properties: { kind: { const: 'circle' }, radius: { $ref: '#/$defs/length' } } },
      square: { type: 'object', required: ['kind', 'side'], properties: { kind: { const: 'square' }, side: { $ref: '#/$defs/length' } }, additionalProperties: false },
      length: { type: 'number', minimum: 1 },
    },
  };

  test('the branch whose constant fits is the nearest, also behind references', async () => {
    expect(await messages(shape, { kind: 'square', side: 0, x: 1 })).toEqual(['side must be at least 1, is 0', 'x is not known']);
    expect(await messages(shape, { kind: 'circle' })).toEqual(['radius is required']);
  });

  test('when no constant fits, it is the constant', async () => {
    expect(await messages(shape, { kind: 'sqare', side: 1 })).toEqual(['kind must be one of circle, square, is sqare']);
  });

  test('alternative members are named together', async () => {
    const schema = { anyOf: [{ required: ['image'] }, { required: ['build', 'context'] }] };
    expect(await messages(schema, {})).toEqual(['the value must have image or build with context']);
  });

  test('what stands beside a union is kept', async () => {
    const schema = {
      allOf: [{ $ref: '#/$defs/named' }, { anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }] }],
      required: ['version'],
      $defs: { named: { required: ['name'] }, a: { properties: { x: { type: 'string' } } }, b: { properties: { x: { type: 'boolean' } } } },
    };
    const found = await messages(schema, { x: 1 });
    expect(found).toContain('name is required');
    expect(found).toContain('version is required');
    expect(found).toHaveLength(3);
  });

  test('unions inside unions', async () => {
    const inner = { anyOf: [{ type: 'string' }, { type: 'object', required: ['value'], properties: { value: { type: 'string' } } }] };
    const schema = { anyOf: [{ type: 'array', items: inner }, { type: 'boolean' }] };
    expect(await messages(schema, ['a', { value: 1 }, {}, 2])).toEqual([
      '[1].value must be string, is number',
      '[2].value is required',
      '[3] must be string or object, is number',
    ]);
  });

  test('more than one fitting form of oneOf', async () => {
    expect(await messages({ oneOf: [{ type: 'integer' }, { minimum: 0 }] }, 5)).toEqual(['the value must match exactly one form of the schema, matches several']);
  });

  test('a union of nothing but exclusions', async () => {
    expect(await messages({ anyOf: [false, false] }, 5)).toEqual(['the value is not allowed']);
  });

  test('recursive schemas', async () => {
    const schema = { $ref: '#/$defs/tree', $defs: { tree: { anyOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#/$defs/tree' } }] } } };
    expect(await messages(schema, ['a', ['b', [1]]])).toEqual(['[1][1][0] must be string or array, is number']);
  });
});
