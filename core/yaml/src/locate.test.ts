import { describe, expect, test } from 'vitest';
import { locatePath } from './locate.ts';

const text = `# a stream
---
base: &base
  image: {tag: "1.0"}
---
defaults: &defaults
  replicas: 1
  ports:
  - 80
  - name: http
    port: 81
app:
  <<: *defaults
  replicas: 2
copy: *defaults
1.10: x
empty:
`;

async function at(path: (string | number)[], target: 'key' | 'value' = 'value', document = 1): Promise<string> {
  const position = await locatePath(text, path, { document, target });
  return position ? `${position.line}:${position.column}` : 'nowhere';
}

describe('finding the place of a path', () => {
  test('in a document of a stream', async () => {
    expect(await at(['base', 'image', 'tag'], 'value', 0)).toBe('4:16');
    expect(await at(['base', 'image', 'tag'], 'key', 0)).toBe('4:11');
    expect(await at(['defaults', 'replicas'])).toBe('7:13');
    expect(await at(['defaults', 'replicas'], 'key')).toBe('7:3');
  });

  test('in lists', async () => {
    expect(await at(['defaults', 'ports', 0])).toBe('9:5');
    expect(await at(['defaults', 'ports', 1, 'port'])).toBe('11:11');
    expect(await at(['defaults', 'ports', 1], 'key')).toBe('10:5');
  });

  test('through merge keys and aliases', async () => {
    expect(await at(['app', 'replicas'])).toBe('14:13');
    expect(await at(['app', 'ports', 0])).toBe('9:5');
    expect(await at(['copy', 'replicas'])).toBe('7:13');
  });

  test('of keys that are numbers, in both spellings', async () => {
    expect(await at(['1.10'], 'key')).toBe('16:1');
    expect(await at(['1.1'], 'key')).toBe('16:1');
  });

  test('of a value that is not written', async () => {
    expect(await at(['empty'])).toMatch(/^17:/);
  });

  test('the empty path is the document, by default the first one with content', async () => {
    expect(await at([])).toBe('6:1');
    expect(await locatePath('---\n---\n# none\na: 1\n', ['a'])).toEqual({ line: 4, column: 4 });
  });

  test('what is not there has no place', async () => {
    expect(await at(['nothing'])).toBe('nowhere');
    expect(await at(['defaults', 'ports', 7])).toBe('nowhere');
    expect(await at(['defaults', 'replicas', 'x'])).toBe('nowhere');
    expect(await at(['a'], 'value', 9)).toBe('nowhere');
    expect(await locatePath('a: &a\n  <<: *a\n', ['a', 'b'])).toBeUndefined();
  });

  test('in a text that has errors elsewhere', async () => {
    expect(await locatePath('a: 1\nb: [1\nc: 2\n', ['a'])).toEqual({ line: 1, column: 4 });
  });
});
