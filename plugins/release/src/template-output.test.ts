import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '@sherpack/plugin-api';
import { printedOf } from './stored-manifests.ts';
import { selectManifests, writeManifests } from './template-output.ts';

function manifest(template: string, annotations: Readonly<Record<string, string>> = {}, document = 0): Manifest {
  const text = `kind: ConfigMap # ${document}\n`;
  return { object: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: template, annotations } }, source: { template, document, line: 1 }, text, secretPaths: [] };
}

const MANIFESTS = {
  crds: [manifest('web/crds/a.yaml')],
  objects: [
    manifest('web/templates/test.yaml', { 'helm.sh/hook': 'test' }), manifest('web/templates/job.yaml', { 'sherpack.io/hook': 'pre-install' }),
    manifest('web/templates/b.yaml'), manifest('web/charts/db/templates/c.yaml'),
  ],
  notes: '',
};

const ALL = { includeCrds: false, noHooks: false, skipTests: false, showOnly: [] };

function names(selection: Partial<Parameters<typeof selectManifests>[1]>): readonly string[] {
  const { plain, hooks } = selectManifests(MANIFESTS, { ...ALL, ...selection });
  return [...plain, ...hooks].map(({ template }) => template.split('/').at(-1) ?? '');
}

describe('what template prints', () => {
  it.each([
    ['objects, then hooks', {}, ['b.yaml', 'c.yaml', 'test.yaml', 'job.yaml']],
    ['definitions first when asked for', { includeCrds: true, noHooks: true }, ['a.yaml', 'b.yaml', 'c.yaml']],
    ['no tests when they are not wanted', { skipTests: true }, ['b.yaml', 'c.yaml', 'job.yaml']],
    ['templates by their name in the pack', { showOnly: ['templates/b.yaml'] }, ['b.yaml']],
    ['templates by their whole name and globs', { showOnly: ['web/templates/?.yaml', '**/c.yaml'] }, ['b.yaml', 'c.yaml']],
  ])('is %s', (_what, selection, expected) => expect(names(selection)).toEqual(expected));

  it('is an error when nothing matches', () => {
    expect(() => names({ showOnly: ['nope.yaml'] })).toThrow('no template matches "nope.yaml"');
    expect(() => names({ showOnly: ['nope.yaml'] })).toThrow(expect.objectContaining({ code: 'RELEASE_NOTHING_SHOWN' }));
  });

  it('can be written, one file for each template, twice with the same result', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sherpack-template-'));
    const two = { plain: [0, 1].map((document) => printedOf(manifest('web/templates/b.yaml', {}, document))), hooks: [] };
    for (let round = 0; round < 2; round++) expect(await writeManifests(two, folder, false)).toEqual([join(folder, 'web/templates/b.yaml')]);
    expect(await readFile(join(folder, 'web/templates/b.yaml'), 'utf8')).toBe('---\n# Source: web/templates/b.yaml\nkind: ConfigMap # 0\n---\n# Source: web/templates/b.yaml\nkind: ConfigMap # 1\n');
    await rm(folder, { recursive: true });
  });

  it.each(['../out.yaml', 'web/../../out.yaml', '..'])('is never written outside the folder: %s', async (template) => {
    await expect(writeManifests({ plain: [printedOf(manifest(template))], hooks: [] }, join(tmpdir(), 'sherpack-never-made'), false)).rejects.toMatchObject({ code: 'RELEASE_OUTSIDE_FOLDER', exitCode: 6 });
  });
});
