import { describe, expect, test } from 'vitest';
import { ExactNumber } from './exact-number.ts';
import { parseYaml, parseYamlDocuments, type ParseOptions } from './parse.ts';
import { YamlError } from './yaml-error.ts';

function failure(text: string, options: ParseOptions = {}): YamlError {
  try {
    parseYaml(text, options);
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}

describe('reading scalars', () => {
  test.each([
    ['true', true],
    ['False', false],
    ['yes', 'yes'],
    ['no', 'no'],
    ['on', 'on'],
    ['off', 'off'],
    ['y', 'y'],
    ['null', null],
    ['~', null],
    ['', null],
    ['12', 12],
    ['+12', 12],
    ['-0', 0],
    ['012', 10],
    ['0o14', 12],
    ['0x1F', 31],
    ['0b11', '0b11'],
    ['1_000', '1_000'],
    ['1:30', '1:30'],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-18446744073709551615', -18446744073709551615n],
    ['0xFFFFFFFFFFFFFFFF', 18446744073709551615n],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['1e3', 1000],
    ['.inf', Number.POSITIVE_INFINITY],
    ['-.INF', Number.NEGATIVE_INFINITY],
    ['.nan', Number.NaN],
    ['1.2.3', '1.2.3'],
    ['2020-01-01', '2020-01-01'],
    ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'],
    ['=', '='],
    ['-', [null]],
    ['!!str 12', '12'],
    ['! 12', '12'],
    ['!!int "12"', 12],
    ['!!float 1', 1],
  ])('%s is read by the core schema', (text, expected) => {
    expect(parseYaml(`key: ${text.startsWith('-') && text.length === 1 ? '\n- ' : text}\n`)).toEqual({ key: expected });
  });

  test('leading zeros are octal unless they are asked for as decimal', () => {
    const text = '[0644, -0644, +0644, 0o644, 089, 0, 00, 0644.5, 0777777777777777777777]';
    expect(parseYaml(text, { leadingZeros: 'decimal' })).toEqual([644, -644, 644, 420, 89, 0, 0, 644.5, 777777777777777777777n]);
    expect(parseYaml(text)).toEqual([420, -420, 420, 420, 89, 0, 0, 644.5, 0o777777777777777777777n]);
  });

  test('a text of thousands of digits stays text', () => {
    const digits = '9'.repeat(5000);
    expect(parseYaml(digits)).toBe(digits);
  });

  test.each([
    ['1.0', '1.0'],
    ['1e3', '1e3'],
    ['0.10000000000000000001', '0.10000000000000000001'],
    ['+1.50', '1.50'],
    ['.50', '0.50'],
    ['01.0', '1.0'],
    ['-0.0', '-0.0'],
    ['1e400', '1e400'],
  ])('with exact numbers %s keeps its spelling', (text, spelling) => {
    expect(parseYaml(text, { exactNumbers: true })).toEqual(new ExactNumber(spelling));
  });

  test('with exact numbers a float that survives is a number', () => {
    expect(parseYaml('[1.5, 0.1, 5., 12]', { exactNumbers: true })).toEqual([1.5, 0.1, 5, 12]);
  });

  test('with exact numbers a key keeps its spelling', () => {
    expect(parseYaml('1.10: a', { exactNumbers: true })).toEqual({ '1.10': 'a' });
    expect(parseYaml('1.10: a')).toEqual({ '1.1': 'a' });
  });
});

describe('reading collections', () => {
  test('merge keys give way to own keys, wherever they stand', () => {
    const text = 'base: &base {a: 1, b: 2}\nx:\n  b: 3\n  <<: *base\ny:\n  <<: [*base, {c: 4}]\n  a: 5\n';
    expect(parseYaml(text)).toMatchObject({ x: { a: 1, b: 3 }, y: { a: 5, b: 2, c: 4 } });
  });

  test('aliases do not share objects', () => {
    const value = parseYaml('a: &x {n: [1]}\nb: *x\nc: [*x]\n') as { a: { n: number[] }; b: object; c: object[] };
    value.a.n.push(2);
    expect(value).toEqual({ a: { n: [1, 2] }, b: { n: [1] }, c: [{ n: [1] }] });
  });

  test('__proto__ is a key like any other', () => {
    const value = parseYaml('__proto__: {polluted: true}\nx: {<<: {__proto__: {polluted: true}}}\n') as Record<string, object>;
    expect(Object.keys(value)).toEqual(['__proto__', 'x']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getPrototypeOf(value['x'])).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  test('an aliased __proto__ stays an own key', () => {
    const value = parseYaml('a: &x {n: 1}\n__proto__: *x\n') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(value, '__proto__')?.value).toEqual({ n: 1 });
  });

  test('an anchor on the first key of a mapping is read', () => {
    expect(parseYaml('&a key: &b value\nother: *b\n')).toEqual({ key: 'value', other: 'value' });
  });

  test('JSON is YAML', () => {
    expect(parseYaml('{"a":[1,{"b":"c"}],"d":null}')).toEqual({ a: [1, { b: 'c' }], d: null });
  });
});

describe('reading streams', () => {
  test('documents carry index, line and text', () => {
    const text = '# Source: a\n---\na: 1\n---\n# empty\n---\nkey: |\n  -----BEGIN KEY-----\n...\n';
    expect(parseYamlDocuments(text, {})).toEqual([
      { value: { a: 1 }, index: 0, line: 3, text: 'a: 1\n' },
      { value: { key: '-----BEGIN KEY-----\n' }, index: 2, line: 7, text: 'key: |\n  -----BEGIN KEY-----\n' },
    ]);
  });

  test('directives are obeyed', () => {
    expect(parseYamlDocuments('%TAG !k! tag:yaml.org,2002:\n---\n!k!str 1\n')).toMatchObject([{ value: '1' }]);
  });

  test('no document is null', () => {
    expect(parseYaml('# nothing\n')).toBeNull();
  });

  test('a byte order mark is ignored', () => {
    expect(parseYaml('\uFEFF---\na: 1\n')).toEqual({ a: 1 });
  });

  test('a second document is refused where it begins', () => {
    expect(failure('a: 1\n---\nb: 2\n')).toMatchObject({ kind: 'multiple-documents', line: 3, column: 1 });
    expect(parseYaml('---\na: 1\n---\n# empty\n')).toEqual({ a: 1 });
  });
});

describe('errors', () => {
  test('have absolute positions, the file and an excerpt', () => {
    const error = failure('---\n# empty\n---\na: 1\nb: [1\nc: 2\n', { file: 'values.yaml' });
    expect(error).toMatchObject({ kind: 'syntax', file: 'values.yaml', line: 6 });
    expect(error.message).toMatch(/^values\.yaml:6:\d+: /);
    expect(error.excerpt).toContain('6 | c: 2');
  });

  test('do not carry the text of the document in message or cause', () => {
    const error = failure('password: hunter2: x\n');
    expect(error.message).not.toContain('hunter2');
    expect(error.cause).toBeUndefined();
  });

  test('a repeated key is refused at its second place', () => {
    expect(failure('a:\n  b: 1\n  c: 2\n  b: 3\n')).toMatchObject({ kind: 'duplicate-key', line: 4, column: 3 });
  });

  test('an unknown tag is refused', () => {
    expect(failure('a: !!binary aGk=\n')).toMatchObject({ kind: 'tag', line: 1 });
    expect(failure('a: !custom x\n')).toMatchObject({ kind: 'tag' });
    expect(failure('a: !!int x\n')).toMatchObject({ kind: 'tag' });
  });

  test.each([
    ['a: 1\nname: {{ value }}\n', 2],
    ['a: 1\n{{ name }}: 1\n', 2],
    ['a: 1\n[x, y]: 1\n', 2],
    ['a: 1\n? - x\n  - y\n: 1\n', 3],
    ['k: &k {a: 1}\nm: {*k : 1}\n', 2],
  ])('a list or mapping as key is refused: %j', (text, line) => {
    expect(failure(text)).toMatchObject({ kind: 'syntax', line, reason: expect.stringContaining('cannot be a key') as string });
  });

  test('template expressions in quotes and nested flow collections are fine', () => {
    expect(parseYaml('a: "{{ x }}: 1"\nb: [{c: {}}, [d]]\nsh: |\n  test ? [a]: b\n')).toMatchObject({ b: [{ c: {} }, ['d']] });
  });
});

describe('repeated keys where the last one counts', () => {
  test('are reported with path and line', () => {
    const text = '---\nlist:\n- a: 1\n  "a": 2\n  b: {c: 1, c: 2, \'c\': 3}\nlist2: {}\nlist2: 1\n';
    const found: [string, number][] = [];
    const onDuplicateKey = (path: (string | number)[], line: number) => void found.push([path.join('.'), line]);
    const value = parseYaml(text, { duplicateKeys: 'last', onDuplicateKey });
    expect(value).toEqual({ list: [{ a: 2, b: { c: 3 } }], list2: 1 });
    expect(found).toEqual([['list.0.a', 4], ['list.0.b.c', 5], ['list.0.b.c', 5], ['list2', 7]]);
  });

  test('are reported up to a limit and without a path where the key is an alias', () => {
    const found: (string | number)[][] = [];
    const onDuplicateKey = (path: (string | number)[]) => void found.push(path);
    parseYaml('k: &k x\nm: {x: 1, *k : 2}\n', { duplicateKeys: 'last', onDuplicateKey });
    expect(found).toEqual([[]]);
    parseYaml(Array.from({ length: 300 }, () => 'a: 1').join('\n'), { duplicateKeys: 'last', onDuplicateKey });
    expect(found).toHaveLength(101);
  });
});
