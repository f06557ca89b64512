import { describe, expect, test } from 'vitest';
import { schemaDefaults } from './defaults.ts';

describe('defaults of a schema', () => {
  test('are collected under properties', () => {
    const schema = {
      type: 'object',
      properties: {
        replicas: { type: 'integer', default: 1 },
        image: { type: 'object', properties: { tag: { default: 'latest' }, digest: { type: 'string' } } },
        nothing: { type: 'object', properties: { a: {} } },
        off: { default: false },
        none: { default: null },
        list: { type: 'array', items: { default: 1 } },
      },
    };
    expect(schemaDefaults(schema)).toEqual({ replicas: 1, image: { tag: 'latest' }, off: false, none: null });
  });

  test('of an object are filled up from its properties', () => {
    const schema = { properties: { a: { default: { x: 1 }, properties: { x: { default: 2 }, y: { default: 3 } } } } };
    expect(schemaDefaults(schema)).toEqual({ a: { x: 1, y: 3 } });
  });

  test('come through references and allOf, the nearer ones win', () => {
    const schema = {
      allOf: [{ $ref: '#/definitions/base' }, { properties: { b: { default: 'allOf' } } }],
      properties: { c: { default: 'own' }, image: { $ref: '#/$defs/image', default: { tag: 'own' } } },
      definitions: { base: { properties: { a: { default: 'base' }, b: { default: 'base' }, c: { default: 'base' } } } },
      $defs: { image: { properties: { tag: { default: 'ref' }, repo: { default: 'ref' } } } },
    };
    expect(schemaDefaults(schema)).toEqual({ a: 'base', b: 'allOf', c: 'own', image: { tag: 'own', repo: 'ref' } });
  });

  test('end where a schema contains itself', () => {
    const schema = { $ref: '#/definitions/node', definitions: { node: { properties: { n: { default: 1 }, next: { $ref: '#/definitions/node' } } } } };
    expect(schemaDefaults(schema)).toEqual({ n: 1 });
    expect(schemaDefaults({ $ref: '#' })).toEqual({});
  });

  test('are copies, also under __proto__', () => {
    const schema = JSON.parse('{"properties":{"__proto__":{"default":{"a":1}},"b":{"default":{"c":[1]}}}}') as { properties: { b: { default: object } } };
    const defaults = schemaDefaults(schema) as Record<string, object>;
    expect(Object.keys(defaults)).toEqual(['__proto__', 'b']);
    expect(defaults['b']).not.toBe(schema.properties.b.default);
    expect(Object.getPrototypeOf(defaults)).toBe(Object.prototype);
  });

  test.each([[true], [null], [undefined], ['x'], [{}], [{ $ref: 'https://elsewhere/x' }], [{ $ref: '#/missing' }]])('%j gives none', (schema) => {
    expect(schemaDefaults(schema)).toEqual({});
  });
});
