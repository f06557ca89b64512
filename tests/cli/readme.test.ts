import { spawn } from 'node:child_process';
import { chmodSync, cpSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kubectlPath } from '@sherpack/control-plane/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, cleanEnv, finish, newFolder, program, sherpack } from './run-sherpack.ts';
import type { RunResult } from './run-sherpack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

function section(title: string): string {
  const [, text] = readme.split(`\n## ${title}\n`);
  if (text === undefined) throw new Error(`README.md has no section "${title}"`);
  return text.split('\n## ')[0] ?? '';
}

/** Lines of shell blocks, and commands inside of sentences: all that somebody who reads on would type. */
function commandsOf(text: string): readonly string[] {
  const found = [...text.matchAll(/^```sh\n([^]*?)^```$|`(npx sherpack [^`]+)`/gm)];
  return found.flatMap(([, block, inline]) => (block ?? inline ?? '').split('\n')).filter((line) => line.includes('npx sherpack'));
}

const lines = ['Try it', 'Your first pack', 'Before you press Enter'].flatMap((title) => commandsOf(section(title)));
let folder = '';
let kubeconfig = '';

/** A checkout as far as the commands look at it. `npx` runs the built program, `npm ci` has been run. */
function checkout(): string {
  const made = newFolder({
    'bin/npx': `#!/bin/sh\n[ "$1" = sherpack ] || exit 127\nshift\nexec "${process.execPath}" "${program}" "$@"\n`,
    'bin/npm': '#!/bin/sh\n[ "$*" = ci ] || exit 127\n',
  });
  for (const name of ['npx', 'npm']) chmodSync(join(made, 'bin', name), 0o755);
  cpSync(join(root, 'examples/packs'), join(made, 'examples/packs'), { recursive: true });
  return made;
}

function run(command: string, argv: readonly string[]): Promise<RunResult> {
  const { PATH = '', ...env } = cleanEnv(folder, { KUBECONFIG: kubeconfig });
  const child = spawn(command, argv, { cwd: folder, env: { ...env, PATH: `${join(folder, 'bin')}${delimiter}${PATH}` } });
  child.stdin.end();
  return finish(child);
}

async function kubectl(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(await kubectlPath(), argv);
  expect({ argv, code, stderr: code === 0 ? '' : stderr }).toEqual({ argv, code: 0, stderr: '' });
  return stdout;
}

beforeAll(() => {
  buildOnce();
  folder = checkout();
}, 120_000);

afterAll(async () => {
  expect((await sherpack(['sandbox', 'stop'], { folder })).code).toBe(0);
});

describe('what README.md says to type', () => {
  it('is found', () => {
    expect(lines.length).toBeGreaterThanOrEqual(10);
    expect(lines[0]).toContain('npm ci && npx sherpack install');
    expect(lines).toContain('npx sherpack sandbox start');
  });

  it.each(lines)('works: %s', async (line) => {
    const { code, stdout, stderr } = await run('sh', ['-c', line]);
    expect({ line, code, output: code === 0 ? '' : stdout + stderr }).toEqual({ line, code: 0, output: '' });
    kubeconfig = /^export KUBECONFIG=(.+)$/m.exec(stdout)?.[1] ?? kubeconfig;
  });

  it('lets kubectl look into the sandbox', async () => {
    expect(kubeconfig).not.toBe('');
    expect(await kubectl('get', 'deployments', '-o', 'jsonpath={.items[*].metadata.name}')).toBe('hello');
    expect(await kubectl('get', 'deployment', 'hello', '-o', 'jsonpath={.status.readyReplicas}')).toBe('1');
    expect(await kubectl('get', 'pods')).toMatch(/^NAME +READY +STATUS[^]*hello-\S+ +1\/1 +Running/);
  });
});
