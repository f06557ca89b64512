import { spawn } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, cleanEnv, finish, fixtures, newFolder, program, sherpack, start, until } from './run-sherpack.ts';

let folder = '';
beforeAll(() => {
  buildOnce();
  folder = newFolder({ 'sherpack.config.json': JSON.stringify({ plugins: [`${fixtures}/probe`] }) });
}, 120_000);

describe('signals', () => {
  it.each([
    ['SIGINT', 'politely', 130], ['SIGTERM', 'politely', 143], ['SIGINT', 'throwing', 130], ['SIGINT', 'deciding', 0],
  ] as const)('%s lets a command end %s, with code %d', async (signal, how, code) => {
    const child = start(['probe', 'wait', how], { folder });
    const result = finish(child);
    await until(child.stdout, 'waiting');
    child.kill(signal);
    expect(await result).toMatchObject({ code, stdout: 'waiting\ncleaned up\n' });
  });

  it('the second one ends a command that does not listen', async () => {
    const child = start(['probe', 'wait', 'stubbornly'], { folder });
    const result = finish(child);
    await until(child.stdout, 'waiting');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect([130, 143]).toContain((await result).code);
  });
});

describe('lost work', () => {
  it('is a failure when a command never ends and nothing is left to do', async () => {
    const { code, stderr } = await sherpack(['probe', 'wait', 'lost'], { folder });
    expect(code).toBe(1);
    expect(stderr).toContain('CLI_UNFINISHED');
  });
});

describe('a closed pipe', () => {
  it('ends a command that writes without end, in silence', async () => {
    const command = `"${process.execPath}" "${program}" probe flood | head -n 2 | wc -l; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr, code } = await finish(spawn('bash', ['-c', command], { cwd: folder, env: cleanEnv(folder) }));
    expect(stdout.split(/\s+/).filter((word) => word !== '')).toEqual(['2', '0']);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  });
});
