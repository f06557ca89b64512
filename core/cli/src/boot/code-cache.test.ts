import { chmodSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ChunkLoader } from './chunk-loader.ts';
import { CodeCache } from './code-cache.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sherpack-code-'));
  file = join(folder, 'cache', 'template.bin');
  writeChunk('a.js', 'const b = require("./b.js"); exports.sum = (x) => b.twice(x) + 1; exports.later = () => __import("./b.js"); exports.url = __meta.url;');
  writeChunk('b.js', 'exports.twice = (x) => x * 2;');
});
afterEach(() => rmSync(folder, { recursive: true }));

function writeChunk(name: string, body: string): void {
  writeFileSync(join(folder, name), `(function (exports, module, require, __import, __meta) { "use strict"; ${body}\n})`);
}

/** A process: what it loads and keeps. */
function run(): { readonly loader: ChunkLoader; readonly sum: number } {
  const cache = CodeCache.open(file);
  const loader = new ChunkLoader(folder, () => undefined, new Set());
  loader.compiled = cache;
  const { sum } = loader.load('a.js') as { readonly sum: (x: number) => number };
  const result = { loader, sum: sum(20) };
  cache.keep(loader.loaded);
  return result;
}

function compiled({ loader }: { readonly loader: ChunkLoader }): readonly boolean[] {
  return loader.loaded.map(({ wasCompiled }) => wasCompiled);
}

describe('compiled code', () => {
  it('of one process is taken by the next', () => {
    const first = run();
    const second = run();
    expect([first.sum, second.sum]).toEqual([41, 41]);
    expect([compiled(first), compiled(second)]).toEqual([[false, false], [true, true]]);
  });

  it('is taken with the text that it was made of: no file of a chunk is read any more', () => {
    run();
    for (const name of ['a.js', 'b.js']) rmSync(join(folder, name));
    expect([run().sum, ...compiled(run())]).toEqual([41, true, true]);
  });

  it('keeps texts that are not written in ASCII', () => {
    writeChunk('b.js', 'exports.twice = (x) => "µ→".length * x;');
    run();
    rmSync(join(folder, 'b.js'));
    expect([run().sum, ...compiled(run())]).toEqual([41, true, true]);
  });

  it('is kept where only the user may read and write', () => {
    run();
    expect(statSync(join(folder, 'cache')).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('that others could have written is not taken', () => {
    run();
    chmodSync(file, 0o666);
    expect(compiled(run())).toEqual([false, false]);
    chmodSync(join(folder, 'cache'), 0o777);
    expect(compiled(run())).toEqual([false, false]);
  });

  it('that is damaged is not taken, and replaced', () => {
    run();
    for (const damage of [() => truncateSync(file, 40), () => truncateSync(file, statSync(file).size - 1), () => writeFileSync(file, 'nonsense'), () => writeFileSync(file, '')]) {
      damage();
      const after = run();
      expect([after.sum, ...compiled(after)]).toEqual([41, false, false]);
      expect(compiled(run())).toEqual([true, true]);
    }
  });

  it('of the first run that did not have to load anything anew is kept too, with what only that run needed', () => {
    writeChunk('b.js', `exports.twice = (x) => x * 2; exports.more = (x) => { ${'x += x * 2 + 1; '.repeat(100)} return x; };`);
    run();
    const before = statSync(file).size;
    const cache = CodeCache.open(file);
    const loader = new ChunkLoader(folder, () => undefined, new Set());
    loader.compiled = cache;
    (loader.load('b.js') as { readonly more: (x: number) => number }).more(1);
    cache.keep(loader.loaded);
    expect(statSync(file).size).toBeGreaterThan(before + 1000);
  });

  it('of chunks that this run did not need is left in place', () => {
    run();
    const cache = CodeCache.open(file);
    const loader = new ChunkLoader(folder, () => undefined, new Set());
    loader.compiled = cache;
    writeChunk('c.js', 'exports.c = 1;');
    loader.load('c.js');
    cache.keep(loader.loaded);
    expect(compiled(run())).toEqual([true, true]);
  });

  it('that cannot be written is no failure', () => {
    writeFileSync(join(folder, 'cache'), 'a file where the folder would be');
    expect(run().sum).toBe(41);
    expect(run().sum).toBe(41);
  });
});

describe('chunks', () => {
  it('import modules of Node as they import one another, and ask Node for each once', async () => {
    writeChunk('path.js', 'exports.first = require("node:path"); exports.again = require("node:path"); exports.later = () => __import("node:path");');
    const asked: string[] = [];
    const loader = new ChunkLoader(folder, (name) => {
      asked.push(name);
      return { basename };
    }, new Set());
    const { first, again, later } = loader.load('path.js') as { readonly first: object; readonly again: object; readonly later: () => Promise<object> };
    expect([again === first, (await later()) === first, asked]).toEqual([true, true, ['node:path']]);
  });

  it('are loaded once, know where they are, and import one another later', async () => {
    const { loader } = run();
    const a = loader.load('a.js') as { readonly later: () => Promise<unknown>; readonly url: string };
    expect(loader.load('a.js')).toBe(a);
    expect(a.url).toMatch(/^file:.*\/a\.js$/);
    expect(await a.later()).toBe(loader.load('b.js'));
    expect(loader.loaded).toHaveLength(2);
  });

  it('that fail are run again when they are asked for again', () => {
    writeChunk('bad.js', 'throw new Error("once more");');
    const loader = new ChunkLoader(folder, () => undefined, new Set());
    for (let round = 0; round < 2; round++) expect(() => loader.load('bad.js')).toThrow('once more');
  });

  it('that import what is no chunk are modules of Node', () => {
    const loader = new ChunkLoader(folder, (name) => (exports: { from: string }) => { exports.from = basename(name); }, new Set(['importing.js']));
    expect(loader.load('importing.js')).toEqual({ from: 'importing.cjs' });
    expect(loader.loaded).toEqual([]);
  });

  it('load heavy modules of Node when a member of them is asked for', () => {
    writeChunk('heavy.js', 'const zlib = require.lazy("node:zlib"); exports.unpack = (x) => zlib.gunzipSync(x);');
    const asked: string[] = [];
    const loader = new ChunkLoader(folder, (name) => {
      asked.push(name);
      return { gunzipSync: (x: string) => `unpacked ${x}` };
    }, new Set());
    const { unpack } = loader.load('heavy.js') as { readonly unpack: (x: string) => string };
    expect(asked).toEqual([]);
    expect([unpack('x'), asked]).toEqual(['unpacked x', ['node:zlib']]);
  });
});
