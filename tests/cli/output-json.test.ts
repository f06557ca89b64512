import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, newFolder, sherpack } from './run-sherpack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifests = JSON.parse(readFileSync(join(root, 'core/cli/src/default-manifests.json'), 'utf8')) as readonly { commands?: readonly { name: string; hidden?: boolean }[] }[];
const own = [...readFileSync(join(root, 'core/cli/src/own-commands.ts'), 'utf8').matchAll(/name: '([^']+)', aliases: \[[^\]]*\], hidden: false/g)].map(([, name = '']) => name);
const names = [...own, ...manifests.flatMap(({ commands = [] }) => commands).filter(({ hidden }) => hidden !== true).map(({ name }) => name)];

/** What is not asked here, and why. */
const TEXT: Readonly<Record<string, string>> = {
  completion: 'a script for a shell',
  template: 'manifests, which are YAML',
  'storage import': 'nothing but that it was done; there is a file to import after a failure only',
  'storage repair': 'the same, for a damaged record',
  recover: 'what upgrade gives, but only after a process has died; the tests that kill see to it',
};

/** A whole life, so that each command has something to say; in this order. */
const CALLS: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ['version', []], ['env', []], ['config', []], ['config path', []], ['plugins', []],
  ['plugin create', ['thing']],
  ['create', ['web']], ['lint', ['./web']], ['show', ['values', './web']], ['package', ['./web']],
  ['convert', ['./chart', '--dry-run']],
  ['plan', ['install', 'web', './web', '--save', 'web.plan']], ['apply', ['--plan', 'web.plan']],
  ['install', ['other', './web']],
  ['sandbox snapshot', ['before']], ['sandbox restore', ['before', '--yes']],
  ['sandbox start', []], ['sandbox status', []], ['sandbox list', []],
  ['upgrade', ['web', './web', '--description', 'again']],
  ['list', []], ['status', ['web']], ['history', ['web']], ['diff', ['release:web', './web']],
  ['get all', ['web']], ['get hooks', ['web']], ['get manifest', ['web']], ['get metadata', ['web']], ['get notes', ['web']], ['get values', ['web']],
  ['attach', ['web']], ['test', ['web']], ['rollback', ['web', '1']],
  ['storage status', []], ['storage verify', []], ['storage gc', ['--dry-run']], ['storage benchmark', ['web']],
  ['export', ['web']], ['migrate', ['--chunked', '--all', '--dry-run']],
  ['uninstall', ['web']], ['sandbox stop', []], ['sandbox reset', ['--yes']],
];

let folder = '';

function run(name: string, argv: readonly string[]) {
  const cluster = name.startsWith('sandbox') ? [] : ['--cluster', 'sandbox'];
  // "-o" of these two is where the folder goes, as it was before.
  const output = ['create', 'convert'].includes(name) ? '--output' : '-o';
  return sherpack([...name.split(' '), ...argv, ...cluster, output, 'json'], { folder });
}

beforeAll(() => {
  buildOnce();
  folder = newFolder({
    'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
    'chart/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  });
}, 120_000);
afterAll(async () => { await run('sandbox stop', []); });

describe('-o json gives one JSON value on standard output and nothing else', () => {
  it.each(CALLS)('%s %j', async (name, argv) => {
    const { code, stdout, stderr } = await run(name, argv);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(() => JSON.parse(stdout) as unknown, stdout.slice(0, 200)).not.toThrow();
  });

  it('for every command that gives data', () => {
    const known = new Set([...CALLS.map(([name]) => name), ...Object.keys(TEXT)]);
    expect(names.filter((name) => !known.has(name)).toSorted()).toEqual([]);
    expect([...known].filter((name) => !names.includes(name))).toEqual([]);
  });
});
