import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CelError } from './cel-error.ts';
import { dyn, int, listOf, string } from './cel-type.ts';
import { check, compile } from './compile.ts';
import { issueText } from './issue-text.ts';

const pieces = ['self', 'list', 'name', '1', '2u', '1.5', '"ä😀"', 'b"x"', 'null', 'true', '[', ']', '{', '}', '(', ')', '.', ',', ':', '?', '+', '-', '*', '/', '%', '==', '!=', '<', '>=', 'in', '&&', '||', '!', 'all', 'exists', 'map', 'has', 'x', 'size', 'matches', 'format', 'timestamp', 'duration', 'quantity', 'ip', ' ', '\n', '//c\n', '.?', '[?', 'r"\\d"', "'''"];
const variables = { self: dyn, list: listOf(int), name: string };

const atom = fc.constantFrom('1', '-2', '3u', '0.5', '"a"', '"ü😀"', 'null', 'true', 'false', 'list', 'name', 'self', 'self.a', '[1, 2]', '{"k": 1}', 'duration("1s")', 'b"x"', 'int', 'optional.of(1)');
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc.tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '<=', '&&', '||', 'in'), tie('expression')).map(([a, operator, b]) => `(${a} ${operator} ${b})`),
    fc.tuple(tie('expression'), fc.constantFrom('all', 'exists', 'exists_one', 'map', 'filter', 'sortBy'), tie('expression')).map(([a, macro, b]) => `${a}.${macro}(x, ${b})`),
    fc.tuple(tie('expression'), fc.constantFrom('size', 'sum', 'min', 'isSorted', 'distinct', 'reverse', 'lowerAscii', 'trim', 'orValue')).map(([a, name]) => `${a}.${name}()`),
    fc.tuple(fc.constantFrom('string', 'int', 'double', 'size', 'type', 'dyn', 'quantity', 'isIP', 'url', 'has'), tie('expression')).map(([name, a]) => `${name}(${a})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `${a}[${b}]`),
  ),
}));

describe('whatever is written', () => {
  it('is either an expression or has issues with places in it', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), (parts) => {
      const text = parts.join('');
      const { issues } = check(text, { variables });
      const lines = text.split('\n');
      for (const { line, column } of issues) {
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual([...(lines[line - 1] ?? '')].length + 1);
      }
      expect(issueText(text, issues).startsWith('ERROR') || issues.length === 0).toBe(true);
    }), { numRuns: 1000 });
  });

  it('ends with a value, the same each time, or with a CelError', () => {
    fc.assert(fc.property(expression, fc.jsonValue(), (text, self) => {
      expect(outcome(text, self)).toEqual(outcome(text, self));
    }), { numRuns: 700 });
  });

  it('gives what its type says', () => {
    let tried = 0;
    fc.assert(fc.property(expression, (text) => {
      const { issues, type } = check(text, { variables });
      if (issues.length > 0 || type === undefined || !(type in kinds)) return;
      const { value } = compile(text, { variables }).run({ self: null, list: [3, 1], name: 'n' });
      tried += 1;
      expect(value === undefined || typeof value === kinds[type]).toBe(true);
    }), { numRuns: 1000 });
    expect(tried).toBeGreaterThan(50);
  });
});

const kinds: Readonly<Record<string, string>> = { int: 'bigint', double: 'number', string: 'string', bool: 'boolean' };

function outcome(text: string, self: unknown): unknown {
  try {
    return JSON.stringify(compile(text, { variables }).evaluate({ list: [3, 1], name: 'n', self }), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  } catch (error) {
    if (error instanceof CelError) return `${error.kind}: ${error.message}`;
    throw error;
  }
}
