import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.ts';

let path = '';

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'lock-')), 'lock');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true }));

describe('withLock', () => {
  it('lets one in at a time', async () => {
    const steps: string[] = [];
    async function work(name: string): Promise<void> {
      steps.push(`${name} in`);
      await sleep(20);
      steps.push(`${name} out`);
    }
    await Promise.all([withLock(path, () => work('a')), withLock(path, () => work('b'))]);
    expect(steps).toEqual(['a in', 'a out', 'b in', 'b out']);
  });

  it('is given back when the work fails', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });

  it('is taken from a process that is gone', async () => {
    writeFileSync(path, '999999999');
    expect(await withLock(path, async () => 'done')).toBe('done');
  });
});
