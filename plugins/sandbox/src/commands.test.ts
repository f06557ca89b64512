import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SherpackError } from '@sherpack/plugin-api';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../fixtures/command-context.ts';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { wallClock } from '@sherpack/plugin-kit/wall-clock';
import { command as list } from './commands/list.ts';
import { command as reset } from './commands/reset.ts';
import { command as start } from './commands/start.ts';
import { command as status } from './commands/status.ts';
import { command as stop } from './commands/stop.ts';
import { startDaemon } from './daemon.ts';
import { createSandbox } from './sandbox.ts';
import { createSandboxes } from './sandboxes.ts';
import type { Sandboxes } from './sandboxes.ts';
import type { SandboxState } from './state.ts';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };

let program: string;
const started: Sandboxes[] = [];
const own = { ...process.env };
const [, , ...rest] = process.argv;
const { argv, execArgv } = process;

beforeAll(async () => {
  program = join(await mkdtemp(join(tmpdir(), 'sherpack-sandbox-program-')), 'foreground.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../fixtures/foreground.ts')], outfile: program, bundle: true, platform: 'node', format: 'esm',
    conditions: ['sherpack-source'], logLevel: 'error',
    banner: { js: 'import { createRequire as __create } from "node:module"; const require = __create(import.meta.url);' },
  });
  process.argv = [process.execPath, program, ...rest];
  process.execArgv = [];
});

afterAll(async () => {
  for (const all of started) await Promise.all((await all.names()).map((name) => runCommand(stop, all, { options: { name } })));
  process.argv = argv;
  process.execArgv = execArgv;
  process.env = own;
});

async function newSandboxes(): Promise<Sandboxes> {
  const root = await mkdtemp(join(tmpdir(), 'sherpack-sandbox-'));
  // The process that serves finds the folder by its environment.
  process.env['SHERPACK_SANDBOX_FOLDER'] = root;
  const all = createSandboxes();
  started.push(all);
  return all;
}

async function errorOf(work: Promise<unknown>): Promise<SherpackError> {
  try {
    await work;
  } catch (error) {
    return error as SherpackError;
  }
  throw new Error('it succeeded');
}

describe('the sandbox commands', () => {
  it('serve a sandbox in a process of its own, find it again and end it', async () => {
    const all = await newSandboxes();
    const words: string[] = [];
    const state = (await runCommand(start, all, { options: { kubeVersion: '1.30.1', controllers: 'off' }, write: (text) => words.push(text) })) as SandboxState;
    const { folder } = all.find();
    expect(state).toEqual({ name: 'default', running: true, server: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string, kubeconfig: join(folder, 'kubeconfig'), folder });
    expect(words.join('')).toContain(`export KUBECONFIG=${join(folder, 'kubeconfig')}`);
    const { pid } = JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')) as { pid: number };
    expect(pid).not.toBe(process.pid);

    const cluster = await createSandbox(all).connect(connectContext({}));
    expect((await cluster.identity()).version).toBe('v1.30.1');
    await cluster.create(CONFIG_MAP);
    await cluster.close();

    expect(await runCommand(start, all)).toEqual(state);
    expect(await runCommand(status, all)).toEqual(state);
    expect(await runCommand(list, all)).toEqual([state]);
    expect((await errorOf(runCommand(reset, all, { options: { yes: true } }))).code).toBe('SANDBOX_RUNNING');

    const idle = { name: 'default', running: false, server: null, kubeconfig: null, folder };
    expect(await runCommand(stop, all)).toEqual(idle);
    expect(() => process.kill(pid, 0)).toThrow();
    expect(await runCommand(stop, all)).toEqual(idle);
    const after = await createSandbox(all).connect(connectContext({}));
    expect((await after.get({ ...CONFIG_MAP, name: 'a' }))?.metadata.name).toBe('a');
    await after.close();
  });

  it('serve several sandboxes side by side', async () => {
    const all = await newSandboxes();
    const states = [await runCommand(start, all, { options: { name: 'b' } }), await runCommand(start, all, { options: { name: 'a' } })] as SandboxState[];
    expect((await runCommand(list, all)) as SandboxState[]).toEqual(states.toReversed());
  });

  it('empty a sandbox after a question', async () => {
    const all = await newSandboxes();
    const cluster = await createSandbox(all).connect(connectContext({}));
    await cluster.create(CONFIG_MAP);
    expect((await errorOf(runCommand(reset, all, { confirm: true }))).code).toBe('SANDBOX_LOCKED');
    await cluster.close();
    expect((await errorOf(runCommand(reset, all, { confirm: false }))).code).toBe('SANDBOX_NOT_CONFIRMED');
    expect(await all.names()).toEqual(['default']);
    await runCommand(reset, all, { confirm: true });
    expect(await all.names()).toEqual([]);
    await runCommand(reset, all, { options: { yes: true } });
  });

  it('start one server when two begin at once, and refuse a port or version that is none', async () => {
    const all = await newSandboxes();
    const [first, second] = await Promise.all([runCommand(start, all), runCommand(start, all)]);
    expect(second).toEqual(first);
    expect((await errorOf(runCommand(start, all, { options: { port: 70_000 } }))).code).toBe('SANDBOX_PORT_INVALID');
    expect((await errorOf(runCommand(start, all, { options: { kubeVersion: 'new' } }))).code).toBe('SANDBOX_KUBE_VERSION_INVALID');
  });

  it('leave no sandbox behind that did not start, and repeat the reason and its hint', async () => {
    const all = await newSandboxes();
    const failing = [process.execPath, '-e', 'console.error("Error SANDBOX_PORT_TAKEN: port 1 is taken\\n  Hint: Choose another one."); process.exit(2)'];
    const error = await errorOf(startDaemon(all.find('new'), failing, wallClock));
    expect([error.message, error.hint]).toEqual(['the sandbox "new" did not start: port 1 is taken', 'Choose another one.']);
    expect(await all.names()).toEqual([]);
  });

  it('repeat the last words of a server that did not start', async () => {
    const all = await newSandboxes();
    const failing = [process.execPath, '-e', 'console.error("first\\nthe reason"); process.exit(1)'];
    const error = await errorOf(startDaemon(all.find(), failing, wallClock));
    expect([error.code, error.exitCode, error.message.endsWith('the reason')]).toEqual(['SANDBOX_START_FAILED', 5, true]);
    expect((await errorOf(startDaemon(all.find(), ['/no/such/program'], wallClock))).code).toBe('SANDBOX_START_FAILED');
  });

  it('let a stranger with the kubeconfig in, as kubectl would be', async () => {
    const all = await newSandboxes();
    const { kubeconfig } = (await runCommand(start, all)) as SandboxState;
    const [, address = ''] = /server: (\S+)/.exec(await readFile(kubeconfig ?? '', 'utf8')) ?? [];
    const script = join(all.root, 'ask.mjs');
    await writeFile(script, 'console.log(await (await fetch(process.argv[2] + "/api/v1/namespaces/default")).text());');
    const { stdout } = await promisify(execFile)(process.execPath, [script, address]);
    expect((JSON.parse(stdout) as { metadata: { name: string } }).metadata.name).toBe('default');
  });
});
