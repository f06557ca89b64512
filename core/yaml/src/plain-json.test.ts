import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { expect, it } from 'vitest';
import { coreSchema } from './core-schema.ts';
import { readPlainJson } from './plain-json.ts';

const schema = coreSchema({ exact: true, octal: true });

it.each([
  '{"apiVersion":"v1","data":{"a":"b: c # d","n":1,"f":1.5,"t":true,"x":null,"l":[1,[2],{}]}}', '---\n{"a":"\\n\\"\\\\\\u0001"}\n', ' {"a":-7,"umlaut":"grüße"}\n\n', '{"big":900719925474099}', '{"e":1e+21}', '{"b":1,"a":2}',
])('gives what js-yaml gives for %j', (text) => {
  expect(readPlainJson(text, 98)).toStrictEqual(load(text, { schema }));
  expect(readPlainJson(text, 98)).toBeDefined();
});

it.each([
  '{"a":1,"a":2}', '{"b":1,"1":2}', '{"a": 1}', '{"a":1.0}', '{"a":1e5}', '{"a":-0}', '{"a":9007199254740992}', '{"a":[1,-9007199254740993]}', '{"a":0644}', '{"a":yes}', '{a:1}', '{"a":"\\/"}', '{"__proto__":{}}', '{"<<":{}}', '{"a":"\u{7f}"}',
  '{"a":1}\n---\n{"b":1}', '{"a":1} # c', '{"a":1', '{}', '[]', '"a"', 'a: {"b":1}', '',
])('leaves %j to js-yaml', (text) => {
  expect(readPlainJson(text, 98)).toBeUndefined();
});

it('leaves what is nested deeply to js-yaml', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  expect(readPlainJson(nested(10), 10)).toBeDefined();
  expect(readPlainJson(nested(11), 10)).toBeUndefined();
});

it('reads no text otherwise than js-yaml', () => {
  let read = 0;
  const text = fc.oneof({ weight: 4, arbitrary: fc.string({ maxLength: 6 }) }, fc.constantFrom('é', '\u2028', '\ufeff', '\u0085', '\n', '\0', 'a: b', '- x', '# c', 'yes', '1e3', '~', '<<', '=', '*a', '&a', '!t', '|', '>'));
  const { value: json } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, text, fc.constantFrom(null, true, 0, -7, 1.5, 1e21, 2 ** 53 - 1), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(text, tie('value'), { maxKeys: 3 })),
  }));
  fc.assert(fc.property(fc.dictionary(text, json, { minKeys: 1, maxKeys: 4 }), (value) => {
    const written = JSON.stringify(value);
    const quick = readPlainJson(written, 98);
    if (quick === undefined) return;
    read++;
    expect(quick).toStrictEqual(load(written, { schema }));
  }), { numRuns: 1000, seed: 5 });
  expect(read).toBeGreaterThan(300);
});
