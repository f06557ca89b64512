import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { sealingKey } from '../sealing/sealing-key.ts';
import { decodeFiles, encodeFiles, isSameFile } from './pack-files.ts';

const KEY = sealingKey(new Uint8Array(32).fill(7));
const COMMENT = '# How many there are: one is enough for a start.\n';

function valuesFile(text: string) {
  return { path: 'values.yaml', content: Buffer.from(text) };
}

async function roundTrip(text: string, secrets: readonly string[] = []): Promise<{ readonly stored: string; readonly read: string }> {
  const source = await encodeFiles([valuesFile(text)], new Set(secrets), async () => KEY);
  const [file] = await decodeFiles(source, async () => KEY);
  return { stored: Buffer.from(source.content).toString(), read: Buffer.from(file?.content ?? []).toString() };
}

describe('a file of a pack that is no text', () => {
  it('is sealed when a secret stands in it, and comes back byte for byte', async () => {
    const file = { path: 'store.p12', content: Buffer.concat([Buffer.from([0xff, 0x00]), Buffer.from('hunter-two'), Buffer.from([0xfe])]) };
    const source = await encodeFiles([file], new Set(['hunter-two']), async () => KEY);
    expect(Buffer.from(source.content).toString()).not.toContain(file.content.toString('base64').slice(4, 12));
    expect(await decodeFiles(source, async () => KEY)).toEqual([file]);
  });
});

describe('the values of a pack', () => {
  it('are stored as what they say, without comments, with every digit', async () => {
    const { stored, read } = await roundTrip(`${COMMENT}replicas: 1\nid: 12345678901234567890\nratio: 1.50\n`);
    expect(stored).not.toContain('enough');
    expect(read).toBe('{\n  "id": 12345678901234567890,\n  "ratio": 1.50,\n  "replicas": 1\n}\n');
    expect((await roundTrip(read)).read).toBe(read);
  });

  it.each([['no object', '- a # b\n'], ['numbers that JSON has not', 'a: .nan # b\n'], ['no YAML', 'a: [ # b\n'], ['much for few words', `a: &a ["${'x'.repeat(99)}"]\nb: [*a, *a, *a, *a] # c\n`]])('stay as they are where they are %s', async (_what, text) => {
    expect((await roundTrip(text)).read).toBe(text);
  });

  it('are sealed when they say a secret, however they spell it', async () => {
    const { stored, read } = await roundTrip('password: "hunter\\x2dtwo"\n', ['hunter-two']);
    expect(stored).not.toMatch(/hunter|x2d/);
    expect(read).toBe('password: "hunter\\x2dtwo"\n');
  });

  it('are the same with other comments, and others with another value', () => {
    expect(isSameFile(valuesFile(`${COMMENT}a: 1\n`), valuesFile('a: 1\n'))).toBe(true);
    expect(isSameFile(valuesFile('a: 1\n'), valuesFile('a: 2\n'))).toBe(false);
    expect(isSameFile({ path: 'a.yaml', content: Buffer.from('a: 1\n') }, { path: 'a.yaml', content: Buffer.from('a: 1 # b\n') })).toBe(false);
  });
});
