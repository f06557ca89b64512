import type { FormatDocument, JsonObject, PackDescription, PackFile, PackFolder, PackFormat, PackKind, TemplateRole } from '@sherpack/plugin-api';
import { LAYER_RANKS, isSherpackError } from '@sherpack/plugin-api';
import { deepFreeze } from '@sherpack/yaml/equal';
import type { TestRunner } from '../runner.ts';

/** What the format reads, in files as its tool has them. */
export interface PackFormatSuite {
  /** As the manifest announces it: the file that marks a pack of this format. */
  readonly key: string;
  readonly load: () => Promise<{ readonly default: PackFormat }>;
  /** A whole pack, by path from its root. */
  readonly files: Readonly<Record<string, string>>;
  /** What is in it. */
  readonly name: string;
  readonly version: string;
  readonly values: JsonObject;
  /** What its files are for; all of {@link files} stand here. */
  readonly roles: Readonly<Record<string, TemplateRole>>;
  /** Files of it that templates can read, and others that they cannot. */
  readonly readable: readonly string[];
  readonly unreadable: readonly string[];
  /** Texts of the marking file that are wrong. */
  readonly broken: readonly string[];
  /** A text of the ignore file, and paths that it leaves out and keeps. */
  readonly ignoring: { readonly text: string; readonly ignored: readonly string[]; readonly kept: readonly string[] };
  /** A Pack.yaml whose pack follows the rules of this format. */
  readonly adopted: { readonly manifest: JsonObject; readonly values: JsonObject };
}

interface Suite extends PackFormatSuite {
  readonly open: () => Promise<PackFormat>;
}

/** What `name` and `version` of the root's Pack.yaml become before a format is asked. */
const OWN: Omit<PackDescription, 'layers'> = deepFreeze({
  kind: 'application', metadata: { name: 'own', version: '1.2.3' }, engine: { name: 'plain', strict: true, options: {} }, dependencies: [],
});

/**
 * What every format of packs must do.
 *
 * @example testPackFormat({ key: 'Chart.yaml', load: () => import('./formats/helm.ts'), files, … }, { describe, it, expect })
 */
export function testPackFormat(options: PackFormatSuite, runner: TestRunner): void {
  const suite: Suite = { ...options, open: async () => (await options.load()).default };
  runner.describe(`as every format of packs, ${options.key}`, () => {
    testDescription(suite, runner);
    testFiles(suite, runner);
    testDocuments(suite, runner);
  });
}

function folderOf(files: Readonly<Record<string, string>>, shown = 'packs/sample'): PackFolder {
  const entries = Object.entries(files).map(([path, text]): [string, PackFile] => [path, { path, content: new TextEncoder().encode(text) }]);
  return Object.freeze({ shown, files: new Map(entries) });
}

function testDescription({ open, key, files, name, version, values, broken, adopted }: Suite, { it, expect }: TestRunner): void {
  it('has a name in kebab-case, and is marked by a file at the root', async () => {
    expect({ name: /^[a-z][a-z0-9-]*$/.test((await open()).name), key: !key.includes('/') && key !== 'Pack.yaml' }).toEqual({ name: true, key: true });
    expect(key in files).toBe(true);
  });

  it('describes a pack: who it is, what renders it, and its own values', async () => {
    const { metadata, engine, layers, kind } = await (await open()).describe(folderOf(files));
    expect({ kind, name: metadata.name, version: metadata.version, engine: engine.name !== '' }).toEqual({ kind: 'application', name, version, engine: true });
    expect(layers.map((layer) => [layer.rank, layer.values])).toEqual([[LAYER_RANKS.pack, values]]);
    expect(layers.map(({ source }) => source?.file.startsWith('packs/sample/'))).toEqual([true]);
  });

  it('describes the same the same way, and a pack without values too', async () => {
    const format = await open();
    expect(await format.describe(folderOf(files))).toEqual(await format.describe(folderOf(files)));
    const { metadata } = await format.describe(folderOf({ [key]: files[key] ?? '' }));
    expect(metadata.name).toBe(name);
  });

  it('says of a wrong manifest what is wrong, with its file', async () => {
    for (const text of broken) {
      const error: unknown = await (await open()).describe(folderOf({ ...files, [key]: text })).then(() => 'described', (thrown: unknown) => thrown);
      const found = isSherpackError(error) ? { file: error.location?.file, message: error.message !== '' } : error;
      expect({ text, found }).toEqual({ text, found: { file: `packs/sample/${key}`, message: true } });
    }
  });

  it('adopts a pack of ours: its values by the rules of the format, all else as it is', async () => {
    const { metadata, layers, engine } = await (await open()).adopt(OWN, adopted.manifest, folderOf({ ...files, 'Pack.yaml': '' }));
    expect({ metadata, engine: engine.name }).toEqual({ metadata: OWN.metadata, engine: OWN.engine.name });
    expect(layers.map((layer) => layer.values)).toEqual([adopted.values]);
  });
}

const KINDS: readonly PackKind[] = ['application', 'library'];

function testFiles({ open, key, files, roles, readable, unreadable, ignoring }: Suite, { it, expect }: TestRunner): void {
  it('says what each file is for', async () => {
    const { roleOf } = await open();
    expect(Object.fromEntries(Object.keys(files).map((path) => [path, roleOf(path, 'application')]))).toEqual(roles);
  });

  it('renders no manifest of a library, and the marking file never', async () => {
    const { roleOf } = await open();
    const rendered = Object.keys(files).filter((path) => ['manifest', 'notes'].includes(roleOf(path, 'library')));
    expect({ rendered, marking: KINDS.map((kind) => roleOf(key, kind)) }).toEqual({ rendered: [], marking: ['ignored', 'ignored'] });
  });

  it('says which files templates can read', async () => {
    const { isReadable } = await open();
    expect({ no: readable.filter((path) => !isReadable(path)), yes: unreadable.filter((path) => isReadable(path)) }).toEqual({ no: [], yes: [] });
  });

  it('leaves out what the ignore file says, and nothing without one', async () => {
    const { ignoreFile, ignores } = await open();
    const [some, none] = [ignores(ignoring.text), ignores(undefined)];
    expect({ isName: /^[^/]+$/.test(ignoreFile), kept: ignoring.ignored.filter((path) => !some(path, false)), ignored: ignoring.kept.filter((path) => some(path, false)) })
      .toEqual({ isName: true, kept: [], ignored: [] });
    expect(Object.keys(files).filter((path) => none(path, false))).toEqual([]);
  });
}

const TWO = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\n# a remark\napiVersion: v1\nkind: Secret\nmetadata:\n  name: b\n';

function testDocuments({ open }: Suite, { it, expect }: TestRunner): void {
  const read = async (text: string) => (await open()).readManifests(text, 'web/templates/a.yaml');
  const nameOf = ({ value }: FormatDocument) => (value as { readonly metadata?: { readonly name?: unknown } } | null)?.metadata?.name;

  it('divides what templates put out, with the lines where documents begin', async () => {
    const documents = (await read(TWO)).filter(({ value }) => value !== null);
    expect(documents.map((document) => [nameOf(document), document.index])).toEqual([['a', 0], ['b', 1]]);
    const lines = TWO.split('\n');
    for (const { line, text } of documents) expect(lines[line - 1]).toBe(text.split('\n')[0]);
    expect((await read('')).filter(({ value }) => value !== null)).toEqual([]);
  });

  it('keeps every digit of numbers in manifests', async () => {
    const [document] = await read('apiVersion: v1\nkind: X\nmetadata: {name: a}\nspec: {big: 9007199254740993}\n');
    expect(String((document?.value as { readonly spec?: { readonly big?: unknown } } | undefined)?.spec?.big)).toBe('9007199254740993');
  });

  it('reads values', async () => {
    const [document] = (await open()).readValues('text: hello\nlist: [1, two]\n', 'values.yaml');
    expect(document?.value).toEqual({ text: 'hello', list: [1, 'two'] });
  });

  it('finds a version in its own range and in no other', async () => {
    const format = await open();
    expect(['1.2.3', '1.2.4', 'no version'].map((version) => format.isInRange(version, '1.2.3'))).toEqual([true, false, false]);
  });

  it('says of broken YAML where it is broken', async () => {
    const format = await open();
    for (const readBroken of [format.readValues, format.readManifests]) {
      const error = thrownBy(() => readBroken('a: 1\nb: [c\n', 'web/templates/a.yaml'));
      const { line, column } = error as { readonly line?: unknown; readonly column?: unknown };
      expect({ line: typeof line, column: typeof column }).toEqual({ line: 'number', column: 'number' });
    }
  });
}

function thrownBy(work: () => unknown): object {
  try {
    work();
    return {};
  } catch (error) {
    return error as object;
  }
}
