import { spawn } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, cleanEnv, finish, fixtures, newFolder, program, sherpack, until } from './run-sherpack.ts';

let folder = '';
beforeAll(async () => {
  buildOnce();
  folder = newFolder({ 'sherpack.config.json': JSON.stringify({ plugins: [`${fixtures}/probe`], cluster: 'sandbox' }) });
  expect((await sherpack(['create', 'demo'], { folder })).code).toBe(0);
}, 120_000);

/** Runs the program on a terminal of 60 columns; `script` is part of every Linux and macOS. */
function onTerminal(line: string) {
  const command = `stty cols 60 rows 20; exec "${process.execPath}" "${program}" ${line}`;
  const argv = process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null'];
  return spawn('script', argv, { cwd: folder, env: cleanEnv(folder, { TERM: 'xterm', SHELL: '/bin/sh' }) });
}

describe('on a terminal', () => {
  it('progress is drawn in place, and the cursor comes back', async () => {
    const { code, stdout } = await finish(onTerminal('install web ./demo --wait'));
    expect(code).toBe(0);
    expect(stdout.split('\u001B[?25l')).toHaveLength(2);
    expect(stdout.split('\u001B[?25h')).toHaveLength(2);
    expect(stdout).toContain('\u001B[32m✓\u001B[39m Deployment default/web-demo');
    expect(stdout.indexOf('\u001B[?25h')).toBeLessThan(stdout.indexOf('NAME: web'));
  });

  it('tables fit the width', async () => {
    const { stdout } = await finish(onTerminal('plugins --no-color'));
    const lines = stdout.replaceAll('\r', '').split('\n');
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
    expect(lines.some((line) => line.endsWith('…'))).toBe(true);
  });

  it.each([['y', 'true'], ['yes', 'true'], ['', 'false'], ['n', 'false']])('a question answered with "%s" counts as %s', async (answer, expected) => {
    const child = onTerminal('probe ask');
    const result = finish(child);
    await until(child.stdout, 'Really? [y/N]');
    child.stdin.write(`${answer}\n`);
    expect((await result).stdout.trim().endsWith(expected)).toBe(true);
  });

  it('the end of the input is no answer, and so a no', async () => {
    const child = onTerminal('probe ask');
    const result = finish(child);
    await until(child.stdout, 'Really? [y/N]');
    child.stdin.write('\u0004');
    expect(await result).toMatchObject({ code: 0, stdout: expect.stringContaining('false') });
  });

  it('Ctrl-C at a question ends with 130', async () => {
    const child = onTerminal('probe ask');
    const result = finish(child);
    await until(child.stdout, 'Really? [y/N]');
    child.stdin.write('\u0003');
    expect((await result).code).toBe(130);
  });
});
