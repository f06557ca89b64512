import { readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

export interface CompiledChunk {
  /** The file's content: with all of them in one place, one file is read instead of a hundred. */
  readonly text: string;
  readonly code: Buffer;
}

/** What V8 made of chunks in an earlier process, by the chunk's name. */
export interface CompiledChunks {
  find(name: string): CompiledChunk | undefined;
}

export interface LoadedChunk {
  readonly name: string;
  readonly text: string;
  readonly script: Script;
  /** Whether compiled code was there and V8 took it. */
  readonly wasCompiled: boolean;
}

type Exports = Readonly<Record<string, unknown>>;
type Require = (name: string) => unknown;
/** `lazy` gives something whose members are those of the module, which is loaded when the first of them is asked for. */
type ChunkRequire = Require & { readonly lazy: Require };
type Chunk = (exports: object, module: { exports: object }, require: ChunkRequire, load: (name: string) => Promise<Exports>, meta: ChunkMeta) => void;

/** `import.meta` of a chunk. Few look at it, and an address takes longer than a small chunk. */
class ChunkMeta {
  readonly filename: string;

  constructor(filename: string) {
    this.filename = filename;
  }

  get url(): string {
    return pathToFileURL(this.filename).href;
  }
}

/**
 * Loads the files that the build makes of the program: each is one function, see scripts/chunk-text.ts. Node's own
 * loader of ES modules takes about a millisecond per file, and a command needs up to a hundred.
 */
export class ChunkLoader {
  compiled: CompiledChunks = { find: () => undefined };
  readonly loaded: LoadedChunk[] = [];
  readonly #modules = new Map<string, { exports: object }>();
  readonly #ofNode = new Map<string, unknown>();
  readonly #folder: string;
  readonly #requireOfNode: Require;
  readonly #importing: ReadonlySet<string>;

  /**
   * @param requireOfNode for everything that is no chunk
   * @param importing names of the chunks that may import what is no chunk: only Node's own loader lets them
   */
  constructor(folder: string, requireOfNode: Require, importing: ReadonlySet<string>) {
    this.#folder = folder;
    this.#requireOfNode = requireOfNode;
    this.#importing = importing;
  }

  /** @param name of the file, for instance `main.js` */
  load(name: string): Exports {
    const known = this.#modules.get(name);
    if (known !== undefined) return known.exports as Exports;
    const module = { exports: {} };
    this.#modules.set(name, module);
    try {
      const file = this.#folder + sep + name;
      this.#compile(name, file)(module.exports, module, this.#require, this.#import, new ChunkMeta(file));
    } catch (error) {
      this.#modules.delete(name);
      throw error;
    }
    return module.exports as Exports;
  }

  #compile(name: string, filename: string): Chunk {
    if (this.#importing.has(name)) return this.#requireOfNode(importingFile(filename)) as Chunk;
    const compiled = this.compiled.find(name);
    const text = compiled?.text ?? readFileSync(filename, 'utf8');
    const script = new Script(text, { filename, ...(compiled === undefined ? {} : { cachedData: compiled.code }) });
    this.loaded.push({ name, text, script, wasCompiled: compiled !== undefined && script.cachedDataRejected === false });
    return script.runInThisContext() as Chunk;
  }

  /** Asking Node for what it has loaded takes it microseconds, and every chunk does so several times. */
  #outside(name: string): unknown {
    const known = this.#ofNode.get(name);
    if (known !== undefined) return known;
    const module = this.#requireOfNode(name);
    this.#ofNode.set(name, module);
    return module;
  }

  readonly #require: ChunkRequire = Object.assign(
    (name: string) => (name.startsWith('./') ? this.load(name.slice(2)) : this.#outside(name)),
    { lazy: (name: string) => new Proxy({}, { get: (_target, member) => Reflect.get(this.#outside(name) as object, member) as unknown }) },
  );

  /** As `import()` does: never at once, and never by throwing. */
  readonly #import = async (name: string): Promise<Exports> => {
    await undefined;
    return name.startsWith('./') ? this.load(name.slice(2)) : this.#outside(name) as Exports;
  };
}

/** Where a chunk that may import lies: a module of CommonJS. */
export function importingFile(name: string): string {
  return name.replace(/\.js$/, '.cjs');
}
