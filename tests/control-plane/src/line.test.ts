import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { linesOf } from './line.ts';

async function collect(stream: Readable): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(stream)) lines.push(line);
  return lines;
}

describe('linesOf', () => {
  it('joins what came in pieces, also within a character', async () => {
    const bytes = Buffer.from('eins\nzw\u00f6lf\nhalb');
    expect(await collect(Readable.from([...bytes].map((byte) => Buffer.from([byte]))))).toEqual(['eins', 'zw\u00f6lf']);
  });

  it('hands on a break', async () => {
    const broken = new Readable({ read: () => {} });
    broken.push('one\n');
    setTimeout(() => broken.destroy(new Error('gone')), 5);
    await expect(collect(broken)).rejects.toThrow('gone');
  });
});
