import { describe, expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

describe('an excerpt', () => {
  test('shows two lines around the line and a caret under the column', () => {
    const text = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join('\n');
    expect(excerpt(text, 10, 6)).toBe([
      ' 8 | line 8',
      ' 9 | line 9',
      '10 | line 10',
      '   |      ^',
      '11 | line 11',
      '12 | line 12',
    ].join('\n'));
  });

  test('moves a position outside the text to the nearest one', () => {
    expect(excerpt('a', 9, 9)).toBe('1 | a\n  |  ^');
    expect(excerpt('', 1, 1)).toBe('1 |\n  | ^');
  });

  test('cuts long lines around the column', () => {
    const text = `${'a'.repeat(1000)}X${'b'.repeat(1000)}`;
    const [line = '', caret = ''] = excerpt(text, 1, 1001).split('\n');
    expect(line.length).toBeLessThan(200);
    expect(line[caret.indexOf('^')]).toBe('X');
  });

  test('prints no control characters', () => {
    expect(excerpt('a\u001B[31m\tb', 1, 1)).toBe('1 | a?[31m b\n  | ^');
  });
});
