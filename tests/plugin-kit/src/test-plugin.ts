import * as api from '@sherpack/plugin-api';
import { API_VERSION, LIFECYCLE_STAGES, isObject } from '@sherpack/plugin-api';
import type { Command, OptionTable, Plugin } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { compileSchema } from '@sherpack/schema/validate';
import type { PackageFolder } from './package-folder.ts';
import { readPackageFolder } from './package-folder.ts';
import { record } from './recording-setup.ts';
import type { TestRunner } from './runner.ts';

export interface TestPluginOptions {
  /** Folder of the plugin's package.json. */
  readonly folder: string;
  readonly runner: TestRunner;
  /** A section of the configuration that the plugin's schema accepts. */
  readonly config?: unknown;
}

/**
 * What every plugin must hold to. One call in a test file:
 *
 * @example testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner: { describe, it, expect } });
 */
export function testPlugin(plugin: Plugin, options: TestPluginOptions): void {
  const { runner: { describe, it, expect }, folder, config } = options;
  const open = () => readPackageFolder(folder);

  describe(`plugin ${plugin.name}`, () => {
    it('has one name: its own, the one of its manifest and the end of the package name', async () => {
      const { manifest, name } = await open();
      expect(manifest.name).toBe(plugin.name);
      expect(name.endsWith(`-${plugin.name}`) || name.endsWith(`/${plugin.name}`)).toBe(true);
    });
    it(`fits plugin API ${API_VERSION} and says the same of it in code and manifest`, async () => {
      expect((await open()).manifest.apiVersion).toBe(plugin.apiVersion);
    });
    it('sets up synchronously, the same way twice, and starts nothing', async () => {
      const before = process.getActiveResourcesInfo().length;
      const [first, second] = [record(plugin, config), record(plugin, config)];
      expect(first.result).toBe(undefined);
      expect(contentOf(first)).toEqual(contentOf(second));
      expect(process.getActiveResourcesInfo().length).toBe(before);
    });
    it('announces in its manifest what it registers', async () => expectManifest(plugin, await open(), options));
    it('misspells no extension point', async () => {
      const ids = Object.keys((await open()).manifest.extensions ?? {}).filter((id) => !POINTS.includes(id));
      expect(ids.map((id) => ({ id, meant: nearMiss(id, POINTS) })).filter(({ meant }) => meant !== undefined)).toEqual([]);
    });
    it('delivers every variant that it announces', async () => {
      for (const { id, load } of record(plugin, config).loaders) expect({ id, delivered: (await load()).default !== undefined }).toEqual({ id, delivered: true });
    });
    it('delivers its commands and options, described', async () => expectCommands(await open(), options));
    it('brings JSON Schemas that compile', async () => {
      const { configSchema, packKeys = {} } = (await open()).manifest;
      for (const schema of [configSchema ?? {}, ...Object.values(packKeys)]) await compileSchema(schema);
      if (configSchema !== undefined && config !== undefined) expect((await compileSchema(configSchema)).validate(config)).toEqual([]);
    });
    it('has error codes with its own prefix, all of them in the README', async () => expectErrors(await open(), options));
    it('disposes twice without a complaint', async () => {
      const { disposers } = record(plugin, config);
      for (const dispose of [...disposers, ...disposers]) await dispose();
    });
  });
}

/** Ids of the points that the API declares; plugins may declare others among themselves. */
const POINTS: readonly string[] = Object.values<unknown>(api).flatMap((part) => (isObject(part) && typeof part['id'] === 'string' && typeof part['noun'] === 'string' ? [part['id']] : []));

function contentOf({ hooks, services, operations, extensions }: ReturnType<typeof record>): unknown {
  return { hooks, services, operations, extensions };
}

async function expectManifest(plugin: Plugin, { manifest }: PackageFolder, { runner: { expect }, config }: TestPluginOptions): Promise<void> {
  const { hooks, services, operations, extensions } = record(plugin, config);
  const announced = LIFECYCLE_STAGES.filter((stage) => manifest.hooks?.includes(stage) === true);
  expect(announced).toEqual(hooks);
  expect([...(manifest.services ?? [])].toSorted()).toEqual([...services].toSorted());
  expect([...(manifest.operations ?? [])].toSorted()).toEqual([...operations].toSorted());
  expect(sortedKeys(manifest.extensions ?? {})).toEqual(sortedKeys(extensions));
  expect(manifest.requires ?? []).toEqual(plugin.requires ?? []);
  expect(manifest.after ?? []).toEqual(plugin.after ?? []);
}

function sortedKeys(keys: Readonly<Record<string, readonly string[]>>): unknown {
  return Object.fromEntries(Object.entries(keys).map(([point, names]) => [point, [...names].toSorted()]));
}

async function expectCommands({ manifest, readme, importModule }: PackageFolder, { runner: { expect } }: TestPluginOptions): Promise<void> {
  for (const { name, summary, module } of manifest.commands ?? []) {
    const command = (await importModule(module))['command'] as Command | undefined;
    expect({ name, runs: typeof command?.run, summary: summary !== '', documented: readme.includes(name) })
      .toEqual({ name, runs: 'function', summary: true, documented: true });
    expectDescribed(name, command?.options ?? {}, expect);
  }
  for (const { module, commands } of manifest.options ?? []) {
    const table = (await importModule(module))['options'];
    expect({ module, isTable: isObject(table), commands: commands.length > 0 }).toEqual({ module, isTable: true, commands: true });
    expectDescribed(module, table as OptionTable, expect);
  }
}

function expectDescribed(where: string, table: OptionTable, expect: TestRunner['expect']): void {
  const silent = Object.entries(table).filter(([, option]) => option.description === '' && option.refused === undefined);
  expect({ where, withoutDescription: silent.map(([name]) => name) }).toEqual({ where, withoutDescription: [] });
}

const CODE = /^ {2}([A-Z][A-Z0-9_]*)[:(]/gm;

async function expectErrors({ errors, readme, manifest }: PackageFolder, { runner: { expect } }: TestPluginOptions): Promise<void> {
  if (errors === '') return;
  const prefix = manifest.name.replaceAll('-', '_').toUpperCase();
  expect(errors.includes(`defineErrors('${manifest.name}'`)).toBe(true);
  const codes = [...errors.matchAll(CODE)].map(([, code]) => `${prefix}_${code}`);
  expect(codes.filter((code) => !readme.includes(code))).toEqual([]);
}
