import type { Extensions, Pack, PackFormat } from '@sherpack/plugin-api';

/** A format of another tool and the file that marks it. */
export interface FoundFormat {
  readonly format: PackFormat;
  readonly file: string;
}

export interface FormatFinder {
  /** The format among the names at a pack's root; undefined for a pack of our own. */
  find(names: { has(name: string): boolean }): Promise<FoundFormat | undefined>;
  /** The format of a name: `helm`. */
  named(name: string): Promise<PackFormat | undefined>;
  /** The names of all formats, for messages. */
  names(): Promise<readonly string[]>;
}

export function formatFinder(extensions: Extensions<PackFormat>): FormatFinder {
  const all = () => Promise.all(extensions.keys().map((key) => extensions.get(key)));
  return {
    async find(names) {
      const file = extensions.keys().find((name) => names.has(name));
      return file === undefined ? undefined : { file, format: await extensions.get(file) };
    },
    named: async (name) => (await all()).find((format) => format.name === name),
    names: async () => (await all()).map(({ name }) => name),
  };
}

/** Every copy of a pack that later taps make keeps its map of files, so the format hangs on that. */
const formats = new WeakMap<object, PackFormat>();

export function rememberFormat({ files }: Pick<Pack, 'files'>, format: PackFormat | undefined): void {
  if (format !== undefined) formats.set(files, format);
}

/** The format of a pack that another tool made; undefined for a pack of our own. */
export function formatOf({ files }: Pick<Pack, 'files'>): PackFormat | undefined {
  return formats.get(files);
}
