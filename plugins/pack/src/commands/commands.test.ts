import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../fixtures/command-run.ts';
import { PACK_YAML, configMap, packFolder, packYaml, testFolder } from '../../fixtures/pack-folder.ts';
import { command as create } from './create.ts';
import { command as lint } from './lint.ts';
import { command as packagePacks } from './package.ts';
import { command as show } from './show.ts';

const WARNING = `${PACK_YAML}waves: {}\n`;

describe('lint', () => {
  it('says that a good pack passed, and exits with 0', async () => {
    const folder = await packFolder({ 'templates/a.yaml': configMap('a') });
    const { exitCode, text } = await runCommand(lint, { rest: [folder] });
    expect(exitCode).toBe(0);
    expect(text).toBe(`passed ${folder} (web 1.2.3): 0 errors, 0 warnings\n`);
  });

  it('shows every finding of every pack with its place, and exits with 4', async () => {
    const good = await packFolder({});
    const bad = await packFolder({
      'values.yaml': 'port: x\n', 'values.schema.json': '{"properties":{"port":{"type":"integer"}}}',
      'templates/a.yaml': '\nkind: ConfigMap\n', 'templates/b.yaml': '{{ broken }}\n', 'templates/c.yaml': '\n\n{{ broken }}\n',
    });
    const { exitCode, text, data } = await runCommand(lint, { rest: [good, bad] });
    expect(exitCode).toBe(4);
    expect(text).toContain(`${bad}/values.yaml:1:1: error: values of web: port must be integer`);
    expect(text).toContain(`${bad}/templates/b.yaml:1:1: error: broken`);
    expect(text).toContain(`${bad}/templates/c.yaml:3:1: error: broken`);
    expect(text).toContain(`failed ${bad}: 3 errors, 0 warnings`);
    expect(data).toMatchObject([{ path: good, passed: true }, { path: bad, passed: false, errors: 3, issues: [{ code: 'PACK_VALUES_INVALID' }, { code: 'SMALL_BROKEN' }, { code: 'SMALL_BROKEN' }] }]);
  });

  it('shows all objects that are wrong at once', async () => {
    const bad = await packFolder({ 'templates/a.yaml': `kind: X\n---\n${configMap('a')}---\n${configMap('a')}---\njust text\n` });
    const { data } = await runCommand(lint, { rest: [bad] });
    expect(data).toMatchObject([{ errors: 3 }]);
  });

  it('lets warnings pass unless they count', async () => {
    const folder = await packFolder({ 'Pack.yaml': WARNING, 'templates/picture.png': '' });
    const lenient = await runCommand(lint, { rest: [folder] });
    expect([lenient.exitCode, lenient.data]).toMatchObject([0, [{ passed: true, warnings: 2, issues: [{ code: 'PACK_KEY_INACTIVE' }, { code: 'PACK_TEMPLATE_IGNORED' }] }]]);
    expect((await runCommand(lint, { rest: [folder], flags: { strict: true } })).exitCode).toBe(4);
  });

  it('checks libraries and the notes of subpacks too', async () => {
    const library = await packFolder({ 'Pack.yaml': `${PACK_YAML}kind: library\n`, 'templates/_a.tpl': '{{ broken }}' });
    expect((await runCommand(lint, { rest: [library] })).data).toMatchObject([{ issues: [{ code: 'SMALL_BROKEN' }] }]);
    const parent = await packFolder({ 'packs/db/Pack.yaml': packYaml('db'), 'packs/db/templates/NOTES.txt': '{{ fail }}' });
    expect((await runCommand(lint, { rest: [parent] })).data).toMatchObject([{ issues: [{ code: 'SMALL_FAILED' }] }]);
  });

  it('stops at a wrong flag instead of reporting it as a finding', async () => {
    const folder = await packFolder({});
    await expect(runCommand(lint, { rest: [folder], flags: { set: ['a'] } })).rejects.toMatchObject({ code: 'PACK_SET_INVALID', exitCode: 2 });
  });
});

describe('show', () => {
  const FILES = {
    'values.yaml': '# comment\na: 1', 'README.md': 'Read me.\n', 'crds/a.yaml': 'x: 1\n', 'templates/a.yaml': configMap('a'), 'data.txt': '',
  };

  it.each([
    [['values'], '# comment\na: 1\n', { values: { a: 1 } }],
    [['chart'], PACK_YAML, { pack: { apiVersion: 'sherpack/v1', metadata: { name: 'web', version: '1.2.3' } } }],
    [['readme'], 'Read me.\n', { readme: 'Read me.\n' }],
    [['crds'], 'x: 1\n', { crds: [{ path: 'crds/a.yaml', text: 'x: 1\n' }] }],
    [['templates'], configMap('a'), { templates: [{ path: 'templates/a.yaml', text: configMap('a') }] }],
  ])('%s prints that part as it stands', async ([part], text, data) => {
    const path = await packFolder(FILES);
    expect(await runCommand(show, { args: { part: String(part), path } })).toEqual({ exitCode: 0, text, data });
  });

  it.each([[{ part: 'all' }], [{}]])('with %j prints everything under the names of the files', async (args) => {
    const path = await packFolder(FILES);
    const { text } = await runCommand(show, { args: 'part' in args ? { ...args, path } : { part: path } });
    expect(text.match(/^# Source: .*$/gm)).toEqual(['Pack.yaml', 'values.yaml', 'README.md', 'crds/a.yaml', 'templates/a.yaml'].map((file) => `# Source: web/${file}`));
  });
});

describe('package and create', () => {
  it('package prints path and digest, and data for machines', async () => {
    const [folder, pack] = [await testFolder(), await packFolder({})];
    const { text, data } = await runCommand(packagePacks, { rest: [pack], flags: { destination: 'out', version: '2.0.0' }, folder });
    const [{ digest }] = data as [{ digest: string }];
    expect(text).toBe(`${join(folder, 'out/web-2.0.0.tgz')}\n${digest}\n`);
    expect(await readdir(join(folder, 'out'))).toEqual(['web-2.0.0.tgz']);
  });

  it('create writes below the folder that is named', async () => {
    const folder = await testFolder();
    const { text, data } = await runCommand(create, { args: { name: 'shop' }, flags: { destination: 'packs' }, folder });
    expect([text, data]).toEqual([`wrote ${join(folder, 'packs/shop')}\n`, { path: join(folder, 'packs/shop') }]);
  });
});
