import { closeSync, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CompiledChunk, CompiledChunks, LoadedChunk } from './chunk-loader.ts';

/** Older builds' folders go after this time. Milliseconds. */
const KEEP = 30 * 24 * 60 * 60 * 1000;
/**
 * A run that worked this much more than the one that was kept has compiled functions worth keeping: those that only a
 * large chart needs take a tenth of its time.
 */
const MORE = 1.2;
const LENGTH_BYTES = 4;

interface Header {
  /** CPU time of the run that wrote it, in microseconds; 0 if that had to compile, which says nothing about its work. */
  readonly cpu: number;
  /** What follows for each: its text, then its code. In bytes. */
  readonly chunks: readonly (readonly [name: string, text: number, code: number])[];
}

interface Kept {
  readonly text: Buffer;
  readonly code: Buffer;
}

type Chunks = ReadonlyMap<string, Kept>;

/** The compiled code of one command. Node brings the same for its own modules from version 22 on. */
export class CodeCache implements CompiledChunks {
  readonly #file: string;
  readonly #chunks: Chunks;
  readonly #cpu: number;

  private constructor(file: string, { cpu, chunks }: { readonly cpu: number; readonly chunks: Chunks }) {
    this.#file = file;
    this.#cpu = cpu;
    this.#chunks = chunks;
  }

  /** What is not there, not the user's own, or damaged counts as empty. */
  static open(file: string): CodeCache {
    try {
      return new CodeCache(file, read(file));
    } catch {
      return new CodeCache(file, { cpu: 0, chunks: new Map() });
    }
  }

  find(name: string): CompiledChunk | undefined {
    const kept = this.#chunks.get(name);
    return kept === undefined ? undefined : { text: kept.text.toString(), code: kept.code };
  }

  /** Keeps what this process compiled, if it is news. A cache that cannot be written is no failure. */
  keep(loaded: readonly LoadedChunk[]): void {
    const { user, system } = process.cpuUsage();
    const cpu = loaded.every(({ wasCompiled }) => wasCompiled) ? user + system : 0;
    if (cpu > 0 && cpu < this.#cpu * MORE) return;
    try {
      const chunks = new Map(this.#chunks);
      for (const { name, text, script } of loaded) chunks.set(name, { text: Buffer.from(text), code: script.createCachedData() });
      write(this.#file, Math.max(cpu, this.#cpu), chunks);
    } catch {
      // The next run compiles again.
    }
  }
}

function read(file: string): { readonly cpu: number; readonly chunks: Chunks } {
  if (!isOwn(lstatSync(dirname(file)))) throw new Error('of somebody else');
  const content = readOwn(file);
  const start = LENGTH_BYTES + content.readUInt32LE(0);
  const header = JSON.parse(content.toString('utf8', LENGTH_BYTES, start)) as Header;
  const chunks = new Map<string, Kept>();
  let offset = start;
  for (const [name, text, code] of header.chunks) {
    chunks.set(name, { text: content.subarray(offset, (offset += text)), code: content.subarray(offset, (offset += code)) });
  }
  if (offset !== content.length) throw new Error('cut off');
  return { cpu: header.cpu, chunks };
}

/** The file that was looked at is the one that is read. */
function readOwn(file: string): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    if (!isOwn(fstatSync(descriptor))) throw new Error('of somebody else');
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Compiled code is run unseen: whoever can write it is the user. */
function isOwn({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

function write(file: string, cpu: number, chunks: Chunks): void {
  const folder = dirname(file);
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) removeOlder(dirname(folder));
  if (!isOwn(lstatSync(folder))) return;
  const header: Header = { cpu, chunks: [...chunks].map(([name, { text, code }]) => [name, text.length, code.length]) };
  const head = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(head.length);
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, Buffer.concat([length, head, ...[...chunks.values()].flatMap(({ text, code }) => [text, code])]), { mode: 0o600, flag: 'wx' });
  renameSync(temporary, file);
}

function removeOlder(folder: string): void {
  const before = Date.now() - KEEP;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).mtimeMs < before) rmSync(path, { recursive: true, force: true });
  }
}
