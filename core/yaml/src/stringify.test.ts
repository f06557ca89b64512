import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { jsonEqual } from './equal.ts';
import { ExactNumber } from './exact-number.ts';
import { parseYaml } from './parse.ts';
import { stringifyYaml } from './stringify.ts';

describe('printing YAML', () => {
  test('looks like kubectl prints it', () => {
    const value = { kind: 'Pod', spec: { containers: [{ name: 'a', args: ['-x', '--y'], env: [] }], labels: {} }, data: { 'a.txt': 'x\n y\n', b: 'x\ny' } };
    expect(stringifyYaml(value)).toBe(`kind: Pod
spec:
  containers:
  - name: a
    args:
    - "-x"
    - "--y"
    env: []
  labels: {}
data:
  a.txt: |
    x
     y
  b: |-
    x
    y
`);
  });

  test.each([
    'yes', 'No', 'on', 'OFF', 'y', 'N', 'true', 'null', '~', '', '=', '<<', '1', '-1', '+1', '012', '0o7', '0x1f', '0b1', '1_000', '+_7', '+_0x1f', '._', '1.0', '.5', '1.', '.', '1e3', '1E+3', '-1.5e-3',
    '.inf', '-.INF', '.nan', '1:30', '190:20:30', '1:30.5', '2020-01-01', '2020-1-1', '2020-01-01T00:00:00Z', '2020-01-01 00:00:00', '---', '...', '--- a', '... a', '- a', '? a', '# a', 'a # b', 'a: b', '*a', '&a', '!a', '{{ a }}', '[a', '%a', '@a', '`a`', '|', '>', '\n', '\n\n', ' \n', ' a', 'a ', '\t', 'a\tb', '"', "'",
  ])('%j is quoted or at least safe for every reader', (text) => {
    for (const value of [text, [text], { key: text }, { [text]: text }]) expectSafe(value);
  });

  test('words that only look dangerous stay bare', () => {
    for (const text of ['1.2.3', '10.0.0.1', 'e', '12ab', 'nginx:1.25', '8080/tcp', 'v1', '500m', '10Mi', 'https://x/y', '+', 'a-b', 'none', '1-2']) {
      expect(stringifyYaml(text)).toBe(`${text}\n`);
    }
  });

  test('numbers are printed exactly', () => {
    expect(stringifyYaml([1, 1.5, 12345678901234567890n, new ExactNumber('1.0'), 1e21, 2 ** 66, -0, Number.NaN, Number.NEGATIVE_INFINITY])).toBe(
      '- 1\n- 1.5\n- 12345678901234567890\n- 1.0\n- 1.0e+21\n- 73786976294838206464\n- -0.0\n- .nan\n- -.inf\n');
  });

  test('undefined members are left out, undefined entries are null', () => {
    expect(stringifyYaml({ a: undefined, b: [undefined, 1] })).toBe('b:\n- null\n- 1\n');
  });

  test('shared objects are printed twice and keys can be sorted', () => {
    const inner = { z: 1, y: 2 };
    expect(stringifyYaml({ b: inner, a: inner }, { sortKeys: true })).toBe('a:\n  "y": 2\n  z: 1\nb:\n  "y": 2\n  z: 1\n');
  });
});

// Texts built from the pieces that make trouble, beside arbitrary ones.
const piece = fc.constantFrom('\n', '\n\n', ' ', '  ', '\t', '#', ': ', ':', '- ', '---', '...', '--- a', '... a', '"', "'", '\\', '|', '>', '%', '&', '*', '!', '{', '}', '[', ']', ',', '?', '\r', '\u0085', '\u2028', '\uFEFF', '\u0000', '\u001B', 'ä', '😀', 'a', 'yes', '1', '0', '_', '.', 'e', 'x', '~', '<<', '=');
const text = fc.oneof(fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
const numeric = fc.stringMatching(/^[-+]?[0-9_.:eExXoObBaAfF+-]{1,8}$/);
const leaf = fc.oneof(text, numeric, fc.integer(), fc.double(), fc.bigInt(), fc.boolean(), fc.constant(null));
const value = fc.letrec((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('node'), { maxLength: 4 }), fc.dictionary(fc.oneof(text, numeric), tie('node'), { maxKeys: 4 })),
})).node;

describe('what was printed is read again', () => {
  test('by this library', () => {
    fc.assert(fc.property(value, fc.boolean(), (input, sortKeys) => {
      expect(jsonEqual(parseYaml(stringifyYaml(input, { sortKeys })), input)).toBe(true);
    }), { numRuns: 2000 });
  });

  test('in a stream of documents', () => {
    fc.assert(fc.property(value, (input) => {
      expect(jsonEqual(parseYaml(`---\n${stringifyYaml(input)}---\n# end\n`), input)).toBe(true);
    }), { numRuns: 500 });
  });

  test('by readers of YAML 1.1 and 1.2', () => {
    fc.assert(fc.property(fc.oneof(text, numeric), (input) => {
      expectSafe({ key: input, list: [input, { [`k${input}`]: input, [input]: 1 }] });
    }), { numRuns: 2000 });
  });
});

function expectSafe(input: unknown): void {
  const printed = stringifyYaml(input);
  expect(parseYaml(printed)).toEqual(input);
  // js-yaml's default schema knows the timestamps and merges of YAML 1.1.
  expect(load(printed)).toEqual(input);
  expect(parse(printed, { version: '1.1' })).toEqual(input);
  expect(parse(printed, { version: '1.2' })).toEqual(input);
}
