import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SherpackError, TemplateEngine } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { runTaps } from '../fixtures/fake-sherpack.ts';
import type { RunOptions } from '../fixtures/fake-sherpack.ts';
import { makePipe, pathsBelow } from '../fixtures/file-system.ts';
import { PACK_YAML, configMap, packFolder, packYaml } from '../fixtures/pack-folder.ts';
import type { Files } from '../fixtures/pack-folder.ts';
import { smallEngine } from '../fixtures/small-engine.ts';
import { tarArchive, tarBytes } from '../fixtures/tar-archive.ts';
import type { Entry } from '../fixtures/tar-archive.ts';

interface BadInput {
  readonly files?: Files;
  /** Makes what a table of files cannot. */
  readonly prepare?: (folder: string) => Promise<void>;
  /** The pack is this archive instead of a folder. */
  readonly archive?: Buffer;
  readonly options?: RunOptions;
  readonly code: string;
  /** `file:line:column`, from the pack's folder. */
  readonly at?: string;
  readonly says: RegExp;
  readonly hint: RegExp;
  readonly exitCode?: number;
}

function archive(...entries: readonly Entry[]): Buffer {
  return tarArchive([{ path: 'web/Pack.yaml', content: PACK_YAML }, ...entries]);
}

const BOMB = `a: &a [x, x, x, x, x, x, x, x, x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[index]}`).join(', ')}]\n`).join('')}`;
const SECRET = 'hunter2-very-secret';

/** Asks something new in every rendering. */
function curiousEngine(): TemplateEngine {
  let asked = 0;
  const render = () => ({ outputs: [], missing: [{ apiVersion: 'v1', kind: 'Pod', namespace: '', name: `pod-${(asked += 1)}` }] });
  return { ...smallEngine(), render };
}

const INPUTS: Readonly<Record<string, BadInput>> = {
  'nothing there': { prepare: (folder) => rm(folder, { recursive: true }), code: 'NOT_FOUND', says: /no pack at/, hint: /sherpack create/, exitCode: 2 },
  'Pack.yml instead of Pack.yaml': { prepare: (folder) => rename(join(folder, 'Pack.yaml'), join(folder, 'Pack.yml')), code: 'NOT_A_PACK', at: '', says: /no Pack.yaml/, hint: /not Pack\.yml/ },
  'a Helm chart': { prepare: (folder) => rename(join(folder, 'Pack.yaml'), join(folder, 'Chart.yaml')), code: 'HELM_CHART', at: 'Chart.yaml', says: /Helm chart/, hint: /plugin "helm"/ },
  'broken YAML in Pack.yaml': { files: { 'Pack.yaml': 'apiVersion: sherpack/v1\nmetadata: [\n' }, code: 'YAML_INVALID', at: 'Pack.yaml:3:1', says: /./, hint: /Correct the YAML/ },
  'a key twice in Pack.yaml': { files: { 'Pack.yaml': `${PACK_YAML}  name: other\n` }, code: 'YAML_INVALID', at: 'Pack.yaml:5:3', says: /twice/, hint: /./ },
  'an unknown key in Pack.yaml': { files: { 'Pack.yaml': `${PACK_YAML}engin: plain\n` }, code: 'KEY_UNKNOWN', at: 'Pack.yaml:5:1', says: /unknown key "engin"/, hint: /Did you mean "engine"/ },
  'an unknown key in metadata': { files: { 'Pack.yaml': `${PACK_YAML}  homepage: x\n` }, code: 'KEY_UNKNOWN', at: 'Pack.yaml:5:3', says: /unknown key "homepage" in metadata/, hint: /home/ },
  'a number for appVersion': { files: { 'Pack.yaml': `${PACK_YAML}  appVersion: 1.10\n` }, code: 'MANIFEST_INVALID', at: 'Pack.yaml:5:15', says: /appVersion/, hint: /quotes/ },
  'a version with a v': { files: { 'Pack.yaml': PACK_YAML.replace('1.2.3', 'v1.2') }, code: 'MANIFEST_INVALID', at: 'Pack.yaml:4:12', says: /full semantic version/, hint: /1\.2\.3/ },
  'no version': { files: { 'Pack.yaml': 'apiVersion: sherpack/v1\nmetadata:\n  name: web\n' }, code: 'MANIFEST_INVALID', at: 'Pack.yaml:3:3', says: /version/, hint: /./ },
  'another apiVersion': { files: { 'Pack.yaml': PACK_YAML.replace('sherpack/v1', 'v2') }, code: 'MANIFEST_INVALID', at: 'Pack.yaml:1:13', says: /apiVersion/, hint: /sherpack\/v1/ },
  'a name that is a path': { files: { 'Pack.yaml': PACK_YAML.replace('web', '../web') }, code: 'MANIFEST_INVALID', at: 'Pack.yaml:3:9', says: /name/, hint: /./ },
  'no range in kubeVersion': { files: { 'Pack.yaml': `${PACK_YAML}  kubeVersion: new\n` }, code: 'MANIFEST_INVALID', at: 'Pack.yaml:5:16', says: /no range/, hint: />=1\.28/ },
  'two dependencies of one name': { files: { 'Pack.yaml': `${PACK_YAML}dependencies:\n  - name: a\n  - name: a\n` }, code: 'MANIFEST_INVALID', at: 'Pack.yaml:7:11', says: /two dependencies/, hint: /alias/ },
  'a dependency that is not there': { files: { 'Pack.yaml': `${PACK_YAML}dependencies:\n  - name: db\n    version: ^2.0.0\n`, 'packs/db/Pack.yaml': packYaml('db') }, code: 'DEPENDENCY_MISSING', at: 'Pack.yaml:6:5', says: /web needs db \^2\.0\.0, but .*packs\/db is 1\.0\.0/, hint: /packs\// },
  'two packs inside of one name': { files: { 'packs/a/Pack.yaml': packYaml('db'), 'charts/b/Pack.yaml': packYaml('db') }, code: 'SUBPACK_DUPLICATE', at: 'packs/a/Pack.yaml:3:9', says: /two packs inside/, hint: /alias/ },
  'a folder in packs/ that is no pack': { files: { 'packs/db/values.yaml': '' }, code: 'NOT_A_PACK', at: 'packs/db', says: /no Pack.yaml/, hint: /./ },
  'a text as values of a subpack': { files: { 'packs/db/Pack.yaml': packYaml('db'), 'values.yaml': 'a: 1\ndb: yes please\n' }, code: 'SUBPACK_VALUES', at: 'values.yaml:2:1', says: /must be an object, but are a string/, hint: /db: \{/ },
  'packs inside of packs without end': { files: Object.fromEntries(Array.from({ length: 12 }, (_, depth) => [`${'packs/a/'.repeat(depth + 1)}Pack.yaml`, packYaml('a')])), code: 'SUBPACK_DEPTH', says: /more than 10 levels/, hint: /hold itself/ },
  'an alias bomb in values.yaml': { files: { 'values.yaml': BOMB }, code: 'YAML_INVALID', says: /alias/, hint: /./ },
  'a list as values': { files: { 'values.yaml': '# x\n- a\n' }, code: 'VALUES_NOT_A_MAP', at: 'values.yaml:1:1', says: /must be a mapping/, hint: /key: value/ },
  'values that are no text': { files: { 'values.yaml': Buffer.from([0x61, 0xff, 0xfe]) }, code: 'FILE_NOT_TEXT', at: 'values.yaml', says: /UTF-8/, hint: /UTF-8/ },
  'a text without quotes': { files: { 'values.yaml': 'tag: 1.29\n', 'values.schema.json': '{"properties":{"tag":{"type":"string"}}}' }, code: 'VALUES_INVALID', at: 'values.yaml:1:1', says: /must be string/, hint: /in quotes/ },
  'a value that the schema refuses': { files: { 'values.yaml': `a: 1\nport: ${SECRET}\n`, 'values.schema.json': '{"properties":{"port":{"type":"integer"}}}' }, code: 'VALUES_INVALID', at: 'values.yaml:2:1', says: /port/, hint: /./ },
  'a schema that is none': { files: { 'values.schema.json': '{"type": "strnig"}' }, code: 'SCHEMA_INVALID', at: 'values.schema.json:1:2', says: /schema/, hint: /--skip-schema-validation/ },
  'an unknown engine': { files: { 'Pack.yaml': `${PACK_YAML}engine: jinja\n` }, code: 'ENGINE_UNKNOWN', at: 'Pack.yaml:5:1', says: /jinja/, hint: /handlebars/ },
  'a library by itself': { files: { 'Pack.yaml': `kind: library\n${PACK_YAML}` }, code: 'LIBRARY_RENDERED', at: 'Pack.yaml:1:1', says: /library/, hint: /packs\// },
  'a cluster that is too old': { files: { 'Pack.yaml': `${PACK_YAML}  kubeVersion: ">=2.0.0"\n` }, code: 'KUBE_VERSION', at: 'Pack.yaml:5:3', says: /needs Kubernetes >=2.0.0, but this is v1.36.0/, hint: /--kube-version/ },
  'an output that is no YAML': { files: { 'templates/a.yaml': '{{ lines 5 }}\nkind: x\n  bad: y\n' }, code: 'OUTPUT_INVALID', at: 'templates/a.yaml:3:3', says: /no valid YAML.*line 7/, hint: /indentation/ },
  'an output that is no object': { files: { 'templates/notes.txt': `${configMap('a')}---\n\nHello people\n` }, code: 'NOT_AN_OBJECT', at: 'templates/notes.txt:7:1', says: /single value/, hint: /NOTES\.txt/ },
  'an object without kind': { files: { 'templates/a.yaml': 'apiVersion: v1\nmetadata:\n  name: a\n' }, code: 'NOT_AN_OBJECT', at: 'templates/a.yaml:1:1', says: /kind is missing/, hint: /apiVersion/ },
  'an object twice': { files: { 'templates/a.yaml': configMap('a'), 'templates/b.yaml': `\n${configMap('a')}` }, code: 'OBJECT_DUPLICATE', at: 'templates/b.yaml:2:1', says: /ConfigMap default\/a.*a\.yaml:1 and .*b\.yaml:2/, hint: /Remove one/ },
  'an object without a name': { files: { 'templates/a.yaml': '\napiVersion: v1\nkind: ConfigMap\nmetadata: {}\n' }, code: 'NAME_MISSING', at: 'templates/a.yaml:2:1', says: /ConfigMap has no metadata.name/, hint: /release\.name/ },
  'something else in crds/': { files: { 'crds/a.yaml': configMap('a') }, code: 'CRD_MISPLACED', at: 'crds/a.yaml:1:1', says: /ConfigMap/, hint: /templates\// },
  'a lookup without end': { files: { 'templates/a.yaml': 'x: {{ random }}' }, options: { engines: [curiousEngine()] }, code: 'LOOKUP_ENDLESS', says: /10 rounds/, hint: /random/ },
  'a mistake of the engine': { files: { 'templates/a.yaml': '{{ crash }}' }, code: 'ENGINE_FAILED', at: 'web', says: /has a bug/, hint: /report/ },
  'a values file that is not there': { options: { flags: { values: ['none.yaml'] } }, code: 'VALUES_FILE_MISSING', at: '-f', says: /"none.yaml"/, hint: /current folder/, exitCode: 2 },
  'values at an address': { options: { flags: { values: [`https://me:${SECRET}@example.com/v.yaml?token=${SECRET}`] } }, code: 'VALUES_URL', at: '-f', says: /address/, hint: /curl/, exitCode: 2 },
  'broken YAML on standard input': { options: { flags: { values: ['-'] }, input: `a: 1\nb: [${SECRET}\n` }, code: 'YAML_INVALID', says: /./, hint: /./ },
  'a --set without value': { options: { flags: { set: ['a=1,b'] } }, code: 'SET_INVALID', at: '--set:5', says: /key "b" has no value \(at character 5\)/, hint: /key\.path=value/, exitCode: 2 },
  'a --set through a scalar': { options: { flags: { set: [`a=${SECRET}`, 'a.b=1'] } }, code: 'SET_INVALID', at: '--set:1', says: /"a" is a string already/, hint: /./, exitCode: 2 },
  'a --set-json that is no JSON': { options: { flags: { setJson: [`a={"b": ${SECRET}`] } }, code: 'SET_INVALID', at: '--set-json:3', says: /no JSON/, hint: /JSON/, exitCode: 2 },
  'a --set-file that is not there': { options: { flags: { setFile: ['a.b=none.txt'] } }, code: 'VALUES_FILE_MISSING', at: '--set-file a.b', says: /none\.txt/, hint: /./, exitCode: 2 },
  'a --kube-version that is none': { options: { flags: { kubeVersion: 'latest' } }, code: 'KUBE_VERSION_FLAG', at: '--kube-version', says: /latest/, hint: /1\.31/, exitCode: 2 },
  'a link out of the folder': { prepare: (folder) => symlink('/etc/hostname', join(folder, 'data.txt')), code: 'LINK_REFUSED', at: 'data.txt', says: /leads out/, hint: /\.sherpackignore/ },
  'a link to its own folder': { prepare: async (folder) => { await mkdir(join(folder, 'x')); await symlink('..', join(folder, 'x', 'up')); }, code: 'LINK_REFUSED', at: 'x/up', says: /stands in/, hint: /./ },
  'a link to nothing': { prepare: (folder) => symlink('none', join(folder, 'x')), code: 'LINK_REFUSED', at: 'x', says: /to nothing/, hint: /./ },
  'a folder called .sherpackignore': { prepare: async (folder) => void await mkdir(join(folder, '.sherpackignore')), code: 'FILE_UNREADABLE', at: '.sherpackignore', says: /cannot be read/, hint: /permissions/, exitCode: 2 },
  'a named pipe': { prepare: async (folder) => makePipe(join(folder, 'pipe')), code: 'LINK_REFUSED', at: 'pipe', says: /neither a file nor a folder/, hint: /./ },
  'a file that is too large': { files: { 'big.bin': 'x'.repeat(101) }, options: { config: { limits: { fileSize: 100 } } }, code: 'LIMIT', at: 'big.bin', says: /larger than 100 bytes/, hint: /pack\.limits\.fileSize/ },
  'too many files': { files: { a: '', b: '', c: '' }, options: { config: { limits: { files: 3 } } }, code: 'LIMIT', says: /one file more than the 3/, hint: /pack\.limits\.files/ },
  'an archive with ..': { archive: archive({ path: 'web/../../evil' }), code: 'ARCHIVE_ENTRY', says: /leads out of the archive/, hint: /nothing of it was used/ },
  'an archive with an absolute path': { archive: archive({ path: '/etc/evil' }), code: 'ARCHIVE_ENTRY', says: /absolute/, hint: /./ },
  'an archive with a backslash': { archive: archive({ path: 'web\\evil' }), code: 'ARCHIVE_ENTRY', says: /backslash/, hint: /./ },
  'an archive with a link out': { archive: archive({ path: 'web/x', type: 'SymbolicLink', link: '../../etc/passwd' }), code: 'ARCHIVE_ENTRY', says: /leads out/, hint: /./ },
  'an archive with a link to itself': { archive: archive({ path: 'web/x', type: 'SymbolicLink', link: 'x' }), code: 'ARCHIVE_ENTRY', says: /itself/, hint: /./ },
  'an archive with a device': { archive: archive({ path: 'web/x', type: 'CharacterDevice' }), code: 'ARCHIVE_ENTRY', says: /CharacterDevice/, hint: /./ },
  'an archive with an entry twice': { archive: archive({ path: 'web/a', content: '1' }, { path: 'web/./a', content: '2' }), code: 'ARCHIVE_ENTRY', says: /twice/, hint: /./ },
  'an archive bomb': { archive: archive({ path: 'web/zeros', content: Buffer.alloc(24 * 1024 * 1024) }), code: 'LIMIT', says: /far more than its \d+ bytes/, hint: /ratio/ },
  'an archive that is cut off': { archive: archive({ path: 'web/a', content: 'x'.repeat(9000) }).subarray(0, 150), code: 'ARCHIVE_INVALID', says: /damaged or cut off/, hint: /sherpack package/ },
  'an archive whose inside is cut off': { archive: gzipSync(tarBytes([{ path: 'web/Pack.yaml', content: PACK_YAML }]).subarray(0, 600)), code: 'ARCHIVE_INVALID', says: /cut off/, hint: /./ },
  'something else compressed': { archive: gzipSync('just some text '.repeat(99)), code: 'ARCHIVE_INVALID', says: /tar archive|damaged/, hint: /./ },
  'a .tgz that is none': { archive: Buffer.from('PK'), code: 'ARCHIVE_INVALID', says: /gzip/, hint: /./ },
};

describe('bad input', () => {
  it.each(Object.entries(INPUTS))('%s is refused with code, place and hint, and nothing is written', async (_name, input) => {
    const folder = await packFolder(input.files ?? {});
    await input.prepare?.(folder);
    const reference = input.archive === undefined ? folder : join(dirname(folder), 'web.tgz');
    if (input.archive !== undefined) await writeFile(reference, input.archive);
    const before = pathsBelow(dirname(folder));

    const error = await failureOf(reference, input.options);

    const text = `${error.message} ${String(error.hint)} ${JSON.stringify(error.location)}`;
    expect(error).toMatchObject({ code: `PACK_${input.code}`, exitCode: input.exitCode ?? 4 });
    expect(error.message).toMatch(input.says);
    expect(error.hint).toMatch(input.hint);
    if (input.at !== undefined) expect(placeOf(error, folder)).toBe(input.at);
    expect(text).not.toContain(SECRET);
    expect(pathsBelow(dirname(folder))).toEqual(before);
  });
});

async function failureOf(reference: string, options: RunOptions = {}): Promise<SherpackError> {
  try {
    const { issues } = await runTaps(reference, options);
    const { code, message, hint, location } = issues.find(({ severity }) => severity === 'error') ?? { code: 'nothing was found', message: '', hint: '', location: {} };
    return { code, message, hint, location, exitCode: 4 } as unknown as SherpackError;
  } catch (error) {
    return error as SherpackError;
  }
}

function placeOf({ location }: SherpackError, folder: string): string {
  const { file, input, line, column } = location ?? {};
  const shown = file === undefined ? input : file.replace(folder, '').replace(/^\//, '');
  return [shown, line, column].filter((part) => part !== undefined).join(':');
}
