import { describe, expect, test } from 'vitest';
import { parseYaml, type ParseOptions } from './parse.ts';
import { YamlError } from './yaml-error.ts';

function kindOf(text: string, options: ParseOptions = {}): string {
  try {
    parseYaml(text, options);
    return 'accepted';
  } catch (error) {
    if (error instanceof YamlError) return `${error.kind}:${error.line}`;
    throw error;
  }
}

function bomb(levels: number, leaf: string): string {
  const lines = [`a0: &a0 ${leaf}`];
  for (let level = 1; level <= levels; level++) {
    lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`);
  }
  return lines.join('\n');
}

describe('limits of the reader', () => {
  test('billion laughs are refused where the limit is passed', () => {
    expect(kindOf(bomb(9, '[lol]'))).toMatch(/^alias-bomb:[5-9]$/);
    expect(kindOf(bomb(40, '[lol]'))).toMatch(/^alias-bomb:/);
  });

  test('a long text repeated by aliases is refused', () => {
    const text = `${bomb(4, 'x'.repeat(10_000))}\n`;
    expect(kindOf(text)).toMatch(/^alias-bomb:/);
  });

  test('billion laughs as keys of merges are refused', () => {
    const keys = Array.from({ length: 1000 }, (_, index) => `k${index}: 1`).join(', ');
    const uses = Array.from({ length: 1000 }, (_, index) => `m${index}: {<<: *base}`).join('\n');
    expect(kindOf(`base: &base {${keys}}\n${uses}\n`)).toMatch(/^alias-bomb:/);
  });

  test('the number of nodes that aliases may add can be set', () => {
    const text = 'a: &a [1, 2, 3]\nb: [*a, *a]\n';
    expect(kindOf(text, { maxAliasNodes: 8 })).toBe('accepted');
    expect(kindOf(text, { maxAliasNodes: 7 })).toBe('alias-bomb:2');
  });

  test('an alias inside its own anchor is refused', () => {
    expect(kindOf('x: 1\na: &a\n  b: *a\n')).toBe('alias-bomb:3');
    expect(kindOf('a: &a [*a]\n')).toBe('alias-bomb:1');
  });

  test('a hundred levels are accepted, more are not', () => {
    expect(kindOf('['.repeat(100) + ']'.repeat(100))).toBe('accepted');
    expect(kindOf('['.repeat(103) + ']'.repeat(103))).toBe('depth:1');
    expect(kindOf('- '.repeat(100) + 'x')).toBe('accepted');
    expect(kindOf('- '.repeat(103) + 'x')).toBe('depth:1');
    expect(kindOf('['.repeat(500_000))).toBe('depth:1');
    expect(kindOf('{a: '.repeat(50_000))).toBe('depth:1');
  });

  test('depth cannot be hidden behind aliases', () => {
    const chain = ['a0: &a0 [x]'];
    for (let level = 1; level < 120; level++) chain.push(`a${level}: &a${level} [*a${level - 1}]`);
    expect(kindOf(chain.join('\n'))).toMatch(/^depth:/);
    expect(kindOf(chain.slice(0, 90).join('\n'))).toBe('accepted');
  });

  test('a very high limit of depth does not end in a crash', () => {
    expect(kindOf('['.repeat(200_000), { maxDepth: 1_000_000 })).toBe('depth:1');
  });

  test('size is counted in bytes of UTF-8', () => {
    expect(kindOf('äää', { maxBytes: 6 })).toBe('accepted');
    expect(kindOf('äää', { maxBytes: 5 })).toBe('size:1');
    expect(kindOf('x'.repeat(21 * 1024 * 1024))).toBe('size:1');
  });
});
