import type { JsonObject, PackFolder, PackFormat } from '@sherpack/plugin-api';
import { LAYER_RANKS, defineErrors } from '@sherpack/plugin-api';
import { splitDocuments } from '@sherpack/yaml/documents';
import { parseYaml } from '@sherpack/yaml/parse';
import { describe, expect, it } from 'vitest';
import { failingTests } from '../failing-tests.ts';
import { testPackFormat } from './pack-format.ts';

const errors = defineErrors('app', { INVALID: (file: string | undefined) => ({ message: 'it is no app', location: file === undefined ? {} : { file } }) });

function textIn({ files }: PackFolder, path: string): string {
  return new TextDecoder().decode(files.get(path)?.content);
}

function layersOf(folder: PackFolder) {
  if (!folder.files.has('settings.yaml')) return [];
  const text = textIn(folder, 'settings.yaml');
  const file = `${folder.shown}/settings.yaml`;
  return [{ name: 'settings.yaml', rank: LAYER_RANKS.pack, values: parseYaml(text) as JsonObject, source: { file, text } }];
}

/** Does everything right; the tests below replace parts of it. */
const good: PackFormat = {
  name: 'app',
  ignoreFile: '.appignore',
  ignores: (text = '') => (path) => text !== '' && path.endsWith(text.trim()),
  async describe(folder) {
    const [, name, version] = /^(\w+) ([\d.]+)$/m.exec(textIn(folder, 'App.txt')) ?? [];
    if (name === undefined || version === undefined) throw errors.INVALID(`${folder.shown}/App.txt`);
    return { kind: 'application', metadata: { name, version }, engine: { name: 'plain', strict: true, options: {} }, dependencies: [], layers: layersOf(folder) };
  },
  adopt: async (description, _manifest, folder) => ({ ...description, layers: layersOf(folder) }),
  roleOf: (path, kind) => (path.startsWith('objects/') && kind === 'application' ? 'manifest' : 'ignored'),
  isReadable: (path) => path.startsWith('files/'),
  readValues: (text) => [{ value: parseYaml(text), index: 0, line: 1, text }],
  readManifests: (text) => splitDocuments(text).map((segment) => ({ value: parseYaml(segment.text, { exactNumbers: true }), index: segment.index, line: segment.line, text: segment.text })),
  isInRange: (version, range) => version === range,
  service: 'Sherpack',
};

function suiteFor(change: Partial<PackFormat>) {
  return failingTests((runner) => testPackFormat({
    key: 'App.txt',
    load: async () => ({ default: { ...good, ...change } }),
    files: { 'App.txt': 'web 1.0.0', 'settings.yaml': 'a: 1\n', 'objects/a.yaml': 'kind: A\n', 'files/b': 'b' },
    name: 'web',
    version: '1.0.0',
    values: { a: 1 },
    roles: { 'App.txt': 'ignored', 'settings.yaml': 'ignored', 'objects/a.yaml': 'manifest', 'files/b': 'ignored' },
    readable: ['files/b'],
    unreadable: ['App.txt'],
    broken: ['', 'web'],
    ignoring: { text: '.bak\n', ignored: ['a.bak'], kept: ['a'] },
    adopted: { manifest: {}, values: { a: 1 } },
  }, runner), expect);
}

const DESCRIBES = 'describes a pack: who it is, what renders it, and its own values';
const WRONG = 'says of a wrong manifest what is wrong, with its file';
const DIVIDES = 'divides what templates put out, with the lines where documents begin';
let calls = 0;

describe('the suite for formats of packs', () => {
  it('lets one pass that does everything right', async () => {
    expect(await suiteFor({})).toEqual([]);
  });

  it.each<[string, Partial<PackFormat>, string]>([
    ['has a name with blanks', { name: 'my app' }, 'has a name in kebab-case, and is marked by a file at the root'],
    ['takes another name for the pack\'s', { describe: async (folder) => ({ ...await good.describe(folder), metadata: { name: 'x', version: '1.0.0' } }) }, DESCRIBES],
    ['forgets the values', { describe: async (folder) => ({ ...await good.describe(folder), layers: [] }) }, DESCRIBES],
    ['describes otherwise each time', { describe: async (folder) => ({ ...await good.describe(folder), chart: { calls: calls++ } }) }, 'describes the same the same way, and a pack without values too'],
    ['needs values', { describe: async (folder) => { if (!folder.files.has('settings.yaml')) throw errors.INVALID('x'); return good.describe(folder); } }, 'describes the same the same way, and a pack without values too'],
    ['takes any manifest', { describe: async (folder) => good.describe({ ...folder, files: new Map([...folder.files, ['App.txt', { path: 'App.txt', content: new TextEncoder().encode('web 1.0.0') }]]) }) }, WRONG],
    ['does not say which file is wrong', { describe: async (folder) => good.describe(folder).catch(() => { throw errors.INVALID(undefined); }) }, WRONG],
    ['makes another pack of an adopted one', { adopt: async (_description, _manifest, folder) => good.describe(folder) }, 'adopts a pack of ours: its values by the rules of the format, all else as it is'],
    ['renders every file', { roleOf: () => 'manifest' }, 'says what each file is for'],
    ['renders libraries', { roleOf: (path) => good.roleOf(path, 'application') }, 'renders no manifest of a library, and the marking file never'],
    ['lets templates read everything', { isReadable: () => true }, 'says which files templates can read'],
    ['ignores nothing', { ignores: () => () => false }, 'leaves out what the ignore file says, and nothing without one'],
    ['ignores everything without a file', { ignores: (text) => (text === undefined ? () => true : good.ignores(text)) }, 'leaves out what the ignore file says, and nothing without one'],
    ['does not count lines', { readManifests: (text, file) => good.readManifests(text, file).map((each) => ({ ...each, line: 1 })) }, DIVIDES],
    ['does not divide', { readManifests: (text, file) => good.readManifests(text, file).slice(0, 1) }, DIVIDES],
    ['rounds numbers', { readManifests: (text, file) => good.readManifests(text, file).map((each) => ({ ...each, value: JSON.parse(JSON.stringify(each.value, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))) as unknown })) }, 'keeps every digit of numbers in manifests'],
    ['takes every version', { isInRange: () => true }, 'finds a version in its own range and in no other'],
    ['reads no values', { readValues: () => [] }, 'reads values'],
    ['swallows errors of YAML', { readValues: (text, file) => { try { return good.readValues(text, file); } catch { return []; } } }, 'says of broken YAML where it is broken'],
  ])('finds one that %s', async (_what, change, test) => {
    expect(await suiteFor(change)).toContain(test);
  });
});
