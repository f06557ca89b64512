import { describe, expect, it } from 'vitest';
import { runTaps } from '../../fixtures/fake-sherpack.ts';
import { PACK_YAML, packFolder, packYaml } from '../../fixtures/pack-folder.ts';

const SUBPACK = { 'packs/db/Pack.yaml': packYaml('db'), 'packs/db/values.yaml': 'port: 5432\nuser: admin\n' };

function dependency(more: string): string {
  return `${PACK_YAML}dependencies:\n  - name: db\n${more}`;
}

async function resolved(files: Record<string, string>, flags: Record<string, unknown> = {}) {
  const { pack } = await runTaps(await packFolder(files), { flags, until: 'resolve' });
  return pack;
}

describe('layers of values', () => {
  it('rank from schema defaults over values.yaml and files to flags', async () => {
    const folder = await packFolder({
      'values.schema.json': JSON.stringify({ type: 'object', properties: { a: { default: 'schema' }, b: { default: 'schema' } } }),
      'values.yaml': 'b: pack\nc: pack\nd: pack\n',
      'user.yaml': 'c: file\nd: file\n',
    });
    const { pack } = await runTaps(folder, { flags: { values: [`${folder}/user.yaml`], set: ['d=flag'] }, until: 'resolve' });
    expect(pack.values).toEqual({ a: 'schema', b: 'pack', c: 'file', d: 'flag' });
  });

  it('let a null delete what stands below, also for a subpack', async () => {
    const pack = await resolved({ ...SUBPACK, 'values.yaml': 'a: 1\nb: 2\ndb:\n  user: null\n' }, { set: ['a=null'] });
    expect(pack.values).toEqual({ b: 2, db: { port: 5432 } });
    expect(pack.subpacks[0]?.values).toEqual({ port: 5432 });
  });

  it('keep integers beyond 2^53', async () => {
    const pack = await resolved({ 'values.yaml': 'big: 9007199254740993\n' });
    expect(pack.values).toEqual({ big: 9007199254740993n });
  });

  it('read values from standard input, several documents in order', async () => {
    const folder = await packFolder({});
    const { pack } = await runTaps(folder, { flags: { values: ['-'] }, input: 'a: 1\nb: 1\n---\nb: 2\n', until: 'resolve' });
    expect(pack.values).toEqual({ a: 1, b: 2 });
  });

  it('go over the pack of another plugin too', async () => {
    const { pack } = await runTaps('chart', {
      flags: { set: ['a=1'] },
      until: 'resolve',
      before: async (unread) => ({ ...unread, format: 'helm', metadata: { name: 'chart', version: '1.0.0' } }),
    });
    expect(pack.format).toBe('helm');
    expect(pack.values).toEqual({ a: 1 });
  });
});

describe('the origin of a value', () => {
  it('is the file, line and column of the highest layer', async () => {
    const folder = await packFolder({ 'values.yaml': 'a: 1\nimage:\n  tag: x\n  name: y\n', 'u.yaml': '\n---\nother: 1\n---\n\nimage:\n  tag: z\n' });
    const { pack } = await runTaps(folder, { flags: { values: [`${folder}/u.yaml`], set: ['a=2'] }, until: 'resolve' });
    expect(await pack.origin(['image', 'name'])).toEqual({ layer: 'values.yaml', rank: 100, location: { file: `${folder}/values.yaml`, line: 4, column: 3 } });
    expect(await pack.origin(['image', 'tag'])).toEqual({ layer: `-f ${folder}/u.yaml`, rank: 400, location: { file: `${folder}/u.yaml`, line: 7, column: 3 } });
    expect(await pack.origin(['a'])).toEqual({ layer: '--set a', rank: 500, location: { input: '--set a' } });
    expect(await pack.origin(['nothing'])).toBeUndefined();
  });

  it('leads from a subpack to the file of its parent, or to its own', async () => {
    const folder = await packFolder({ ...SUBPACK, 'values.yaml': 'db:\n  port: 1\nglobal:\n  zone: eu\n' });
    const { pack } = await runTaps(folder, { until: 'resolve' });
    const [db] = pack.subpacks;
    expect((await db?.origin(['port']))?.location).toMatchObject({ file: `${folder}/values.yaml`, line: 2 });
    expect((await db?.origin(['global', 'zone']))?.location).toMatchObject({ file: `${folder}/values.yaml`, line: 4 });
    expect((await db?.origin(['user']))?.location).toMatchObject({ file: `${folder}/packs/db/values.yaml`, line: 2 });
    expect((await pack.origin(['db', 'user']))?.location).toMatchObject({ file: `${folder}/packs/db/values.yaml`, line: 2 });
  });

  it('leads to a default of the schema', async () => {
    const folder = await packFolder({ 'values.schema.yaml': 'type: object\nproperties:\n  a:\n    properties:\n      b:\n        default: 1\n' });
    const { pack } = await runTaps(folder, { until: 'resolve' });
    expect((await pack.origin(['a', 'b']))?.location).toMatchObject({ file: `${folder}/values.schema.yaml`, line: 5 });
  });
});

describe('subpacks', () => {
  it('see only what is said under their name, and global, where the parent wins', async () => {
    const pack = await resolved({
      ...SUBPACK,
      'packs/db/values.yaml': 'port: 5432\nglobal:\n  zone: own\n  own: 1\n',
      'values.yaml': 'secret: hidden\ndb:\n  port: 1\n  global:\n    zone: scoped\nglobal:\n  zone: parent\n',
    });
    expect(pack.subpacks[0]?.values).toEqual({ port: 1, global: { zone: 'parent', own: 1 } });
  });

  it('hand values down through several levels', async () => {
    const pack = await resolved({
      ...SUBPACK,
      'packs/db/charts/disk/Pack.yaml': packYaml('disk'),
      'packs/db/charts/disk/values.yaml': 'size: 1\nclass: own\n',
      'packs/db/values.yaml': 'disk:\n  class: db\n',
      'values.yaml': 'global:\n  a: 1\n',
    }, { set: ['db.disk.size=9'] });
    expect(pack.subpacks[0]?.subpacks[0]?.values).toEqual({ size: 9, class: 'db', global: { a: 1 } });
    expect(pack.subpacks[0]?.subpacks[0]?.path).toBe('web/packs/db/charts/disk');
  });

  it.each([
    ['condition: db.enabled\n', 'db:\n  enabled: false\n', false],
    ['condition: db.enabled\n', 'db:\n  enabled: "no"\n', true],
    ['condition: nothing.here,db.enabled\n', 'db:\n  enabled: false\n', false],
    ['condition: db.enabled\n    tags: [back]\n', 'db:\n  enabled: true\ntags:\n  back: false\n', true],
    ['tags: [back]\n', 'tags:\n  back: false\n', false],
    ['tags: [back, front]\n', 'tags:\n  back: false\n  front: true\n', true],
    ['enabled: false\n    condition: db.enabled\n', 'db:\n  enabled: true\n', false],
    ['', '', true],
  ])('with %j and values %j take part: %s', async (entry, values, expected) => {
    const pack = await resolved({ ...SUBPACK, 'Pack.yaml': dependency(`    ${entry}`), 'values.yaml': values });
    expect(pack.subpacks.length).toBe(expected ? 1 : 0);
  });

  it('may carry their own condition, and vanish with all their values', async () => {
    const pack = await resolved({
      ...SUBPACK, 'Pack.yaml': dependency('    condition: db.enabled\n'), 'packs/db/values.yaml': 'enabled: false\nport: 1\n',
    });
    expect(pack.subpacks).toEqual([]);
    expect(pack.values).toEqual({});
  });

  it('may be mounted twice under different names, each with the version that suits', async () => {
    const pack = await resolved({
      'Pack.yaml': `${PACK_YAML}dependencies:\n  - { name: db, version: ^1.0.0, alias: old }\n  - { name: db, version: ^2.0.0, alias: new }\n`,
      'packs/db1/Pack.yaml': packYaml('db'),
      'packs/db2/Pack.yaml': packYaml('db').replace('1.0.0', '2.3.0'),
      'values.yaml': 'old:\n  a: 1\nnew:\n  a: 2\n',
    });
    expect(pack.subpacks.map(({ alias, metadata, values, path }) => [alias, metadata.version, values, path])).toEqual([
      ['new', '2.3.0', { a: 2 }, 'web/packs/new'],
      ['old', '1.0.0', { a: 1 }, 'web/packs/old'],
    ]);
  });

  it('that another plugin finds get their values as well', async () => {
    const folder = await packFolder({ 'Pack.yaml': dependency(''), 'values.yaml': 'db:\n  port: 7\n' });
    const other = await runTaps(await packFolder({ 'Pack.yaml': packYaml('db'), 'values.yaml': 'port: 1\nuser: x\n' }), { until: 'load' });
    const { pack } = await runTaps(folder, {
      until: 'resolve',
      between: async (found) => ({ ...found, subpacks: [{ ...other.pack, alias: 'db', path: 'web/charts/db' }] }),
    });
    expect(pack.subpacks[0]?.values).toEqual({ port: 7, user: 'x' });
    expect(pack.values).toEqual({ db: { port: 7, user: 'x' } });
  });

  it('hand secret paths up and down', async () => {
    const folder = await packFolder({ ...SUBPACK });
    const { pack } = await runTaps(folder, {
      until: 'resolve',
      before: async (unread) => ({ ...unread, layers: [] }),
      between: async (found) => ({ ...found, layers: [...found.layers, { name: 's', rank: 300, values: { db: { password: 'x' } }, secretPaths: [['db', 'password']] }] }),
    });
    expect(pack.subpacks[0]?.secretPaths).toEqual([['password']]);
    expect(pack.secretPaths).toContainEqual(['db', 'password']);
  });
});
