import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { coreScalar, coreSchema } from './core-schema.ts';
import { readPlain } from './plain.ts';

const schema = { exact: true, octal: true };

function quick(text: string, lastKeyWins = false): unknown {
  return readPlain(text, { resolve: (scalar) => coreScalar(scalar, schema), lastKeyWins, maxDepth: 100 });
}

/** Undefined for what js-yaml refuses. */
function whole(text: string, json = false): unknown {
  try {
    return load(text, { schema: coreSchema(schema), json });
  } catch {
    return undefined;
  }
}

const PLAIN = [
  'a: 1\nb: text\n',
  'apiVersion: v1\nkind: List\nitems:\n- a: 1\n  b: 2\n- c\n',
  'a:\n  - b\n  -\n    c: d\n  - - e\n    - f\n',
  'a:\nb:\n  c:\n',
  '# first\na: 1 # one\n\n# two\nb: "x # y" # three\n',
  'a: |\n  one\n\n  two\n    three\n\n\nb: |-\n  #!/bin/sh\n  end\n\n',
  'a: |\n\n  one\nb: |\nc: |-\n',
  'a: |\n  last line without a break',
  '- |\n  text\n- |-\n  more\n',
  'a: {}\nb: []\nc: [1, "two", \'three\', true, null]\nd: { e: { f: g }, h: [x y, -1] } # end\n',
  '"quoted key": 1\n\'other one\': "with \\n break and \\u00e9"\nq: \'it\'\'s\'\n',
  'example.com/key_1: http://example.com:80/#x\n$ref: a:b\n',
  'mode: 0644\nbig: 12345678901234567890\nfloat: 1.50\nneg: -7\nnone: ~\nyes: no\n',
  '---\na: b\n',
  'umlaut: grüße\nspace: x\u00a0\n',
  'deep:\n    a:\n     b:\n      - 1\n    c: 2\n',
];

const NOT_PLAIN = [
  '', '# nothing\n', 'text', '- a\nb: c\n', 'a: b: c\n', 'a: b\n  c\n', 'a: &x 1\nb: *x\n', 'a: !!str 1\n', '? a\n: b\n', 'a: >\n  folded\n', 'a: |2\n   x\n', 'a: |+\n  x\n',
  'a: 1\na: 2\n', 'a: "open\n  end"\n', 'a: [1,\n  2]\n', 'a:\tb\n', '\ta: b\n', 'a: b\r\nc: d\r\n', 'a: b\n c: d\n', '  a: b\nc: d\n', 'a: - b\n', 'a: @b\n', '<<: {}\n', '1: 2\n', 'true: 1\n',
  'a: {b: c, b: d}\n', '{a: b}: c\n', '__proto__: 1\n', 'a: \u{1f600}\n', 'a: \u0085\n', 'a: "\\x41"\n', 'a: [b]c\n', 'a: |\n    \n  x\n', 'a: |\n  x\n \nb: 1\n', 'a: 1\n---\nb: 2\n', 'a: 1\n...\n',
];

describe('the quick reader', () => {
  it.each(PLAIN)('gives what js-yaml gives for %j', (text) => {
    expect(quick(text)).toStrictEqual(whole(text));
    expect(quick(text)).toBeDefined();
  });

  it.each(NOT_PLAIN)('leaves %j to js-yaml', (text) => {
    expect(quick(text)).toBeUndefined();
  });

  it('lets the last of two equal keys win where it is told to', () => {
    expect(quick('a: 1\nb: 2\na: 3\n', true)).toStrictEqual(whole('a: 1\nb: 2\na: 3\n', true));
  });

  it('leaves what is nested deeply to js-yaml', () => {
    const nested = Array.from({ length: 99 }, (_, level) => `${' '.repeat(level)}a:\n`).join('');
    expect(quick(nested)).toBeUndefined();
    expect(quick(`a: ${'['.repeat(99)}${']'.repeat(99)}\n`)).toBeUndefined();
  });
});

/** Lines that are put together at random: most texts are wrong, many nearly right. */
const PIECES = [
  'a:', 'b:', 'a: 1', 'b: x', '-', '- c', '- a: 1', '- - d', '- |', 'a: |', 'b: |-', 'c: >', '# note', 'a: x # note', 'a: "q"', 'a: "q" # n', 'a: \'s\'', '"k": v', '\'k\':', '', ' ', 'text', 'a: [x, y]',
  'a: {b: c}', 'a: {b: 1, c: [2]}', '[x]', '{}', 'a: b: c', 'a:b', '- "a": b', '- # note', 'a: # note', 'a: -', 'a: - b', '--', '---', '...', 'a: |  # note', 'a: \'it\'\'s\'', 'a: "\\t"', 'a: "\t"', 'a\t: b', 'a: b\t', '? a', ': b',
  '*x', 'a: &x b', '!t', 'a: !t b', 'a: x#y', 'a: #', '1: 2', 'a: 0x1f', 'a: .5', 'a: 1e3', 'a: 1_000', 'a: null', 'null: 1', '-a: b', '-1', 'a: {b: "c:d", e: f }', 'a: [ ]', 'a: [x,]', 'a: {b}', 'a: [b: c]', 'a: [x]y', 'a.b/c-d: e',
];
const lines = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 8 })
  .map((chosen) => chosen.map(([indent, piece]) => `${' '.repeat(indent)}${piece}`).join('\n'));

it.each([false, true])('never says something else than js-yaml (the last key wins: %s)', (lastKeyWins) => {
  let read = 0;
  fc.assert(fc.property(lines, fc.boolean(), (text, ends) => {
    const whole_ = `${text}${ends ? '\n' : ''}`;
    const value = quick(whole_, lastKeyWins);
    if (value === undefined) return;
    read++;
    expect(value).toStrictEqual(whole(whole_, lastKeyWins));
  }), { numRuns: 20_000 });
  expect(read).toBeGreaterThan(500);
});

it('never says something else than js-yaml of texts of any characters', () => {
  const characters = fc.array(fc.constantFrom(...Array.from('ab:- \n"\'#|[]{},>~1.\\\t')), { maxLength: 24 }).map((all) => all.join(''));
  fc.assert(fc.property(characters, (text) => {
    const value = quick(text, true);
    if (value !== undefined) expect(value).toStrictEqual(whole(text, true));
  }), { numRuns: 50_000 });
});
