import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@sherpack/plugin-api';
import { afterAll, describe, expect, it } from 'vitest';
import { CORPUS } from '../../cli/fixtures/charts/corpus.ts';
import { convert, folderOf, host, rendered } from './convert.ts';
import { REALISTIC } from './realistic-charts.ts';

const made: string[] = [];

function newFolder(files: Readonly<Record<string, string>>): string {
  const folder = folderOf(files);
  made.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
  await host.dispose();
});

/** The flags of the corpus as the command line hands them on. */
function flagsOf(argv: readonly string[], folder: string): JsonObject {
  const flags: Record<string, unknown> = { kubeVersion: '1.35.0' };
  const lists: Readonly<Record<string, string>> = { '--set': 'set', '-f': 'values', '--api-versions': 'apiVersions', '--set-string': 'setString', '--set-json': 'setJson' };
  for (let index = 0; index < argv.length; index++) {
    const list = lists[argv[index] ?? ''];
    if (argv[index] === '--kube-version') flags['kubeVersion'] = argv[++index];
    else if (list !== undefined) flags[list] = [...(flags[list] as string[] | undefined ?? []), list === 'values' ? join(folder, argv[++index] ?? '') : argv[++index]];
  }
  return flags;
}

/** A pack has no place for documents that no cluster would take. */
const CONVERTIBLE = Object.entries(CORPUS).filter(([, { warns }]) => warns === undefined || !/missing/.test(warns.source));

describe('a chart of the corpus as a pack renders byte for byte as before', () => {
  it.each(CONVERTIBLE)('%s', async (_trap, { files, flags = [] }) => {
    for (const subcharts of [false, true]) {
      const folder = newFolder(files);
      const given = flagsOf(flags, folder);
      const { path } = await convert(folder, given, { subcharts });
      expect(existsSync(join(folder, 'pack/Chart.yaml'))).toBe(false);
      expect(await rendered(String(path), given, 'text')).toEqual(await rendered(join(folder, 'chart'), given, 'text'));
    }
  });
});

describe('a chart as people write them, translated to Handlebars, says the same', () => {
  it.each(Object.entries(REALISTIC))('%s', async (_name, { files, flags, stay = {} }) => {
    const folder = newFolder(files);
    const { path, untranslated, left, translated } = await convert(folder, {}, { to: 'handlebars' });
    expect(untranslated).toEqual(Object.keys(stay));
    for (const [file, reason] of Object.entries(stay)) expect(left.filter((each) => each.file === file).map((each) => each.reason)).toContainEqual(expect.stringMatching(reason));
    expect(translated.length).toBeGreaterThan(0);
    for (const given of [{}, { kubeVersion: '1.35.0', ...flags }]) {
      expect(await rendered(String(path), given, 'object')).toEqual(await rendered(join(folder, 'chart'), given, 'object'));
    }
  });

  it('leaves no Go template behind when all of it is translated, and both definitions otherwise', async () => {
    const whole = newFolder(REALISTIC['a web application']?.files ?? {});
    await convert(whole, {}, { to: 'handlebars' });
    expect(existsSync(join(whole, 'pack/templates/_helpers.tpl'))).toBe(false);
    expect(readFileSync(join(whole, 'pack/templates/deployment.yaml.hbs'), 'utf8')).toContain('{{#if (not values.autoscaling.enabled)}}\n  replicas: {{values.replicas}}\n{{/if}}');
    const mixed = newFolder(REALISTIC['parts that have no counterpart']?.files ?? {});
    const { left } = await convert(mixed, {}, { to: 'handlebars' });
    expect(existsSync(join(mixed, 'pack/templates/_helpers.tpl')) && existsSync(join(mixed, 'pack/templates/_helpers.tpl.hbs'))).toBe(true);
    expect(left).toContainEqual({ file: 'templates/extra.yaml', line: 5, column: 7, reason: 'tpl reads texts with Go templates in them' });
  });

  it('keeps a template that would say something else with the values that were given', async () => {
    const files = { ...REALISTIC['a config map out of a map']?.files, 'templates/n.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata: {n: "{{ .Values.big }}"}\n', 'values.yaml': 'big: 12345678\nconfig: {a: x}\nlevels: [a]\n' };
    const { left, untranslated } = await convert(newFolder(files), {}, { to: 'handlebars' });
    expect(untranslated).toEqual(['templates/n.yaml']);
    expect(left).toEqual([{ file: 'templates/n.yaml', line: 1, column: 1, reason: 'says something else with default values' }]);
  });
});

describe('a conversion', () => {
  const files = REALISTIC['a web application']?.files ?? {};

  it('never writes over what is there', async () => {
    const folder = newFolder(files);
    await convert(folder, {});
    await expect(convert(folder, {})).rejects.toMatchObject({ code: 'HELM_EXISTS' });
  });

  it('refuses a pack', async () => {
    const folder = newFolder({ 'Pack.yaml': 'apiVersion: sherpack/v1\nmetadata: {name: web, version: 1.0.0}\n' });
    await expect(convert(folder, {})).rejects.toMatchObject({ code: 'HELM_NOT_A_CHART' });
    expect(existsSync(join(folder, 'pack'))).toBe(false);
  });

  it('refuses a chart with a template that cannot be parsed, and leaves nothing', async () => {
    const folder = newFolder({ ...files, 'templates/bad.yaml': 'a: 1\nb: {{ if }}\n' });
    await expect(convert(folder, {})).rejects.toMatchObject({ code: 'GOTEMPLATE_SYNTAX', location: { line: 2, column: 10 } });
    expect(existsSync(join(folder, 'pack'))).toBe(false);
  });

  it('keeps what Pack.yaml has no place for, and says what it leaves out', async () => {
    const folder = newFolder({ ...files, 'Chart.yaml': 'apiVersion: v1\nname: app\nversion: v1.2\ndeprecated: true\n', 'requirements.lock': 'x: y\n', '.helmignore': '*.bak\n' });
    const { notes } = await convert(folder, {});
    expect(readFileSync(join(folder, 'pack/Pack.yaml'), 'utf8')).toContain('version: 1.2.0\n');
    expect(readFileSync(join(folder, 'pack/Pack.yaml'), 'utf8')).toContain('chart:\n  version: v1.2\n  apiVersion: v1\n  deprecated: true\n');
    expect(readFileSync(join(folder, 'pack/.sherpackignore'), 'utf8')).toBe('*.bak\n');
    expect(notes).toEqual([expect.stringContaining('requirements.lock is left out')]);
  });
});
