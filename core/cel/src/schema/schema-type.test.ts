import { describe, expect, it } from 'vitest';
import { dyn, printType } from '../cel-type.ts';
import { compile } from '../compile.ts';
import { escapeProperty } from './property-name.ts';
import { schemaType } from './schema-type.ts';
import type { JsonSchema } from './json-schema.ts';

function typeText(schema: JsonSchema): string | undefined {
  const type = schemaType(schema, { view: 'rule' });
  return type && printType(type);
}

describe('the type of a schema', () => {
  it.each([
    [{ type: 'integer', format: 'int32' }, 'int'],
    [{ type: 'number' }, 'double'],
    [{ type: 'string', format: 'byte' }, 'bytes'],
    [{ type: 'string', format: 'date-time' }, 'google.protobuf.Timestamp'],
    [{ type: 'string', format: 'duration' }, 'google.protobuf.Duration'],
    [{ type: 'string', format: 'email' }, 'string'],
    [{ 'x-kubernetes-int-or-string': true }, 'dyn'],
    [{ type: 'array', items: { type: 'boolean' } }, 'list(bool)'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'map(string, int)'],
    [{ 'x-kubernetes-preserve-unknown-fields': true }, undefined],
    [{ type: 'array', items: { 'x-kubernetes-preserve-unknown-fields': true } }, undefined],
  ] as const)('%j is %s', (schema, expected) => {
    expect(typeText(schema)).toBe(expected);
  });

  it('is dyn for whole objects where rules see nothing', () => {
    expect(schemaType({ 'x-kubernetes-preserve-unknown-fields': true })).toBe(dyn);
  });

  it('reads values of embedded resources and of formats', () => {
    const schema: JsonSchema = {
      type: 'object',
      properties: { template: { type: 'object', 'x-kubernetes-embedded-resource': true }, since: { type: 'string', format: 'date-time' }, data: { type: 'string', format: 'byte' } },
    };
    const self = schemaType(schema, { view: 'rule' }) ?? dyn;
    const program = compile('self.template.metadata.name + string(self.data) + string(self.since.getFullYear())', { variables: { self } });
    expect(program.evaluate({ self: { template: { kind: 'Pod', metadata: { name: 'a' } }, data: 'Yg==', since: '2024-05-06T07:08:09Z' } })).toBe('ab2024');
    expect(program.run({ self: { template: { metadata: { name: 'a' } }, data: '!', since: 'x' } }).error?.message).toBe('Invalid byte, value: "!"');
  });
});

describe('the name of a property', () => {
  it.each([
    ['plain', 'plain'], ['foo-bar', 'foo__dash__bar'], ['a.b/c', 'a__dot__b__slash__c'], ['a__b', 'a__underscores__b'], ['namespace', '__namespace__'], ['_x', '_x'],
    ['9a', undefined], ['a b', undefined], ['', undefined],
  ] as const)('%s is reached as %s', (name, escaped) => {
    expect(escapeProperty(name)).toBe(escaped);
  });
});
