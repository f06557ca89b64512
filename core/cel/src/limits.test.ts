import { describe, expect, it } from 'vitest';
import { dyn } from './cel-type.ts';
import { check, compile } from './compile.ts';
import { PER_CALL_COST_LIMIT } from './limits.ts';

const options = { variables: { list: dyn } };
const list = Array.from({ length: 300 }, (_, i) => i);

function limitOf(text: string): unknown {
  return compile(text, options).run({ list }).error?.kind;
}

function repeated(text: string, times: number, separator: string): string {
  return Array.from({ length: times }, () => text).join(separator);
}

describe('expressions that would not end', () => {
  it.each([
    ['loops in loops', 'list.all(a, list.all(b, list.all(c, a + b + c >= 0)))'],
    ['lists that double', `${repeated('cel.bind(l, l + l, ', 40, '').replace('l + l', 'list + list')}l.size()${')'.repeat(40)}`],
    ['texts that grow by themselves', `"${'a'.repeat(100)}"${".map".repeat(0)}.replace("", "${'b'.repeat(2000)}").replace("", "${'c'.repeat(2000)}").size() > 0`],
    ['comparison of values that contain one another', `[[1, 2]]${repeated('.map(a, [a, a])', 40, '')} == [[1, 2]]${repeated('.map(a, [a, a])', 40, '')}`],
    ['long ranges', 'lists.range(100000000).size() > 0'],
    ['sorting out large lists', 'lists.range(100000).distinct().size() > 0'],
  ])('end at the limit: %s', (_, text) => {
    expect(limitOf(text)).toBe('limit');
  });

  it('match patterns in linear time', () => {
    const { value, cost } = compile(`"${'a'.repeat(5000)}b".matches("^(a+)+$")`, options).run({ list });
    expect(value).toBe(false);
    expect(cost).toBeLessThan(PER_CALL_COST_LIMIT);
  });

  it('do not hide the limit behind || and exists', () => {
    expect(limitOf('list.all(a, list.all(b, list.all(c, a + b + c >= 0))) || true')).toBe('limit');
    expect(limitOf('[1].exists(x, list.all(a, list.all(b, list.all(c, a + b + c >= 0))))')).toBe('limit');
  });

  it('take the limit that they are given', () => {
    const program = compile('list.map(x, x * 2).size()', options);
    expect(program.run({ list }, { costLimit: 100 }).error).toMatchObject({ kind: 'limit', message: 'operation cancelled: actual cost limit exceeded' });
    expect(program.run({ list }).cost).toBe(4203);
  });
});

describe('expressions that are too large', () => {
  it.each([
    ['long', ' '.repeat(100_001)],
    ['of many parts', repeated('1', 30_000, ' == ')],
    ['nested in parentheses', `${'('.repeat(300)}1${')'.repeat(300)}`],
    ['nested in operators', repeated('1', 2000, ' + ')],
    ['nested in negations', `${'!'.repeat(2000)}true`],
  ])('are refused: %s', (_, text) => {
    expect(check(text, options).issues[0]?.kind).toBe('limit');
  });

  it('may be long chains of conditions', () => {
    expect(compile(repeated('list.size() > 1', 1000, ' && '), options).evaluate({ list })).toBe(true);
  });
});
