import { describe, expect, test } from 'vitest';
import { splitDocuments } from './documents.ts';

function summary(text: string): [number, number, string, boolean][] {
  return splitDocuments(text).map(({ index, line, text: part, empty }) => [index, line, part, empty]);
}

describe('splitting a stream into documents', () => {
  test('a text without markers is one document', () => {
    expect(summary('a: 1\n')).toEqual([[0, 1, 'a: 1\n', false]]);
  });

  test('nothing, white space and comments alone are no document', () => {
    expect(summary('')).toEqual([]);
    expect(summary('\n  \n# only a comment')).toEqual([]);
  });

  test('a comment before the first marker belongs to no document', () => {
    expect(summary('# licence\n---\na: 1\n')).toEqual([[0, 3, 'a: 1\n', false]]);
  });

  test('empty documents are counted', () => {
    expect(summary('---\n---\n# nothing\n---\nb\n---\n')).toEqual([
      [0, 2, '', true],
      [1, 3, '# nothing\n', true],
      [2, 5, 'b\n', false],
      [3, 7, '', true],
    ]);
  });

  test('content on the line of the marker stays with its marker', () => {
    expect(summary('--- a\n--- # note\nb\n')).toEqual([
      [0, 1, '--- a\n', false],
      [1, 3, 'b\n', false],
    ]);
  });

  test('an end marker ends a document, and a bare one may follow', () => {
    expect(summary('a\n...\n# between\nb\n...\n')).toEqual([
      [0, 1, 'a\n', false],
      [1, 2, '\n# between\nb\n', false],
    ]);
  });

  test('directives stay with the document they precede', () => {
    expect(summary('a\n...\n%YAML 1.2\n---\nb\n')).toEqual([
      [0, 1, 'a\n', false],
      [1, 2, '\n%YAML 1.2\n---\nb\n', false],
    ]);
  });

  test('a PEM block and an indented marker are content', () => {
    const text = 'key: |\n  -----BEGIN KEY-----\n  ---\n-----: x\n';
    expect(summary(text)).toEqual([[0, 1, text, false]]);
  });

  test('every kind of line break counts', () => {
    expect(summary('a\r\n---\r\nb\r---\rc')).toEqual([
      [0, 1, 'a\r\n', false],
      [1, 3, 'b\r', false],
      [2, 5, 'c', false],
    ]);
  });

  test('a separator of Unicode is no line break', () => {
    expect(summary('a: "x\u2028--- y"\n')).toHaveLength(1);
  });
});
