import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, cleanEnv, newFolder, program } from './run-sherpack.ts';

const shell = dirname(dirname(program));
const root = dirname(dirname(shell));

interface Coverage {
  readonly result: readonly { readonly url: string }[];
}

interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>>;
}

let folder = '';
let outputs: Metafile['outputs'] = {};
beforeAll(() => {
  buildOnce();
  outputs = (JSON.parse(readFileSync(join(shell, 'dist/meta.json'), 'utf8')) as Metafile).outputs;
  folder = newFolder({
    'demo/Pack.yaml': 'apiVersion: sherpack/v1\nmetadata:\n  name: demo\n  version: 1.0.0\n',
    'demo/values.yaml': 'text: hello\n',
    'demo/templates/config.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: demo\ndata:\n  text: {{values.text}}\n',
  });
}, 120_000);

/** Every file whose code Node loaded for the command, found out by V8's own list of scripts. */
function filesLoadedBy(argv: readonly string[], env: Readonly<Record<string, string>> = {}): readonly string[] {
  const coverage = mkdtempSync(join(tmpdir(), 'sherpack-coverage-'));
  execFileSync(process.execPath, [program, ...argv], { cwd: folder, env: cleanEnv(folder, { ...env, NODE_V8_COVERAGE: coverage }), stdio: 'pipe' });
  const reports = readdirSync(coverage).map((name) => JSON.parse(readFileSync(join(coverage, name), 'utf8')) as Coverage);
  const urls = reports.flatMap(({ result }) => result.map(({ url }) => url)).filter((url) => url.startsWith('file:'));
  return [...new Set(urls.map((url) => fileURLToPath(url)))];
}

/** The sources that were bundled into these files. */
function loadedBy(argv: readonly string[], env: Readonly<Record<string, string>> = {}): readonly string[] {
  return [...new Set(filesLoadedBy(argv, env).flatMap(sourcesIn))].sort();
}

function sourcesIn(file: string): readonly string[] {
  const output = outputs[relative(shell, file)];
  if (output === undefined) return [relative(root, file)];
  return Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([input]) => relative(root, resolve(shell, input)));
}

/** `plugins/pack`, `core/yaml`, `node_modules/yargs`: where sources come from. */
function packagesOf(sources: readonly string[]): readonly string[] {
  const names = sources.map((source) => /^(?:node_modules\/(?:@[^/]+\/)?[^/]+|plugin-api|[^/]+\/[^/]+)/.exec(source.replace(/^.*(?=node_modules\/)/, ''))?.[0] ?? source);
  return [...new Set(names)].sort();
}

const SHELL = ['core/cli', 'core/schema', 'plugin-api'];
const PARSING = ['node_modules/yargs-parser'];
const WIDTHS = ['ansi-regex', 'get-east-asian-width', 'string-width', 'strip-ansi'].map((name) => `node_modules/${name}`);
const KERNEL = ['core/kernel', 'node_modules/semver', 'node_modules/tapable'];

describe('start-up', () => {
  it.each([[['--help']], [['help']], [['sandbox']], [['__complete', 'inst']]])('%j loads the shell and nothing besides', (argv) => {
    const sources = loadedBy(argv);
    expect(packagesOf(sources).filter((name) => ![...SHELL, ...KERNEL].includes(name))).toEqual([]);
    expect(sources.filter((source) => source.startsWith('core/kernel') || source.startsWith('core/schema/src/validate'))).toEqual([]);
  });

  it('--version loads the loader and two files', () => {
    const boot = ['boot.ts', 'cache-file.ts', 'chunk-loader.ts', 'code-cache.ts'].map((name) => `core/cli/src/boot/${name}`);
    expect(loadedBy(['--version'])).toEqual(['core/cli/bin/sherpack.js', 'core/cli/package.json', ...boot, 'core/cli/src/main.ts', 'core/cli/src/version.ts']);
  });

  it('version and config load no kernel, no schema validator and no YAML', () => {
    for (const argv of [['version'], ['config']]) {
      expect(packagesOf(loadedBy(argv)).filter((name) => ![...SHELL, ...PARSING, ...WIDTHS].includes(name))).toEqual([]);
    }
  });

  it('the help of a command loads its module and those of contributed flags', () => {
    const plugins = loadedBy(['install', '--help']).filter((source) => source.startsWith('plugins/'));
    expect(plugins).toContain('plugins/release/src/commands/install.ts');
    expect(plugins.filter((source) => source.endsWith('/plugin.ts'))).toEqual([]);
    expect(plugins.filter((source) => source.includes('/commands/') && source !== 'plugins/release/src/commands/install.ts')).toEqual([]);
  });

  it('template loads neither cluster nor storage code, nothing that deploys, and no library that it does not need', () => {
    const sources = loadedBy(['template', 'web', './demo']);
    const features = packagesOf(sources).filter((name) => /^(plugins|templates-engines)\//.test(name));
    expect(features).toEqual(['plugins/deploy', 'plugins/pack', 'plugins/registry', 'plugins/release', 'templates-engines/handlebars']);
    expect(sources.filter((source) => source.startsWith('plugins/registry/'))).toEqual(['plugins/registry/src/options.ts']);
    // It checks readiness rules where there are any, and is asked whether there are.
    const deploy = sources.filter((source) => source.startsWith('plugins/deploy/')).map((source) => source.replace(/^.*\//, ''));
    expect(deploy.toSorted()).toEqual(['mentions-readiness.ts', 'plugin.ts']);
    const heavy = /node_modules\/(@kubernetes|ajv|jiti|cosmiconfig|@mongodb-js|tar|yaml|undici|ws)\//;
    expect(sources.filter((source) => heavy.test(source))).toEqual([]);
    expect(sources.filter((source) => /\/(cluster-client|field-set|pod-behaviour)\//.test(source))).toEqual([]);
  });

  it('a command on the sandbox does not load the Kubernetes client', () => {
    const sources = loadedBy(['list'], { SHERPACK_CLUSTER: 'sandbox', XDG_DATA_HOME: join(folder, 'data') });
    expect(sources.filter((source) => source.includes('@kubernetes') || source.startsWith('plugins/kubernetes'))).toEqual([]);
  });

  it('--help reads less than 150 kB of code, which is what keeps it below twice the time of an empty process', () => {
    const bytes = filesLoadedBy(['--help']).map((file) => statSync(file).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
  });
});
