import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { buildOnce, newFolder, sherpack } from './run-sherpack.ts';

beforeAll(() => buildOnce(), 120_000);

/** A user's home, as {@link sherpack} has it. */
function newHome(): { readonly folder: string; readonly home: string } {
  const folder = newFolder();
  const home = join(folder, 'home');
  mkdirSync(home);
  return { folder, home };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

/** What is kept of each chunk begins with V8's magic number and version. */
function spoil(file: string): void {
  const content = readFileSync(file);
  const start = 4 + content.readUInt32LE(0);
  const { chunks } = JSON.parse(content.toString('utf8', 4, start)) as { readonly chunks: readonly (readonly [string, number])[] };
  let offset = start;
  for (const [, length] of chunks) {
    content.fill(0xff, offset, offset + 8);
    offset += length;
  }
  writeFileSync(file, content);
}

function magicOf(file: string): number {
  const content = readFileSync(file);
  return content.readUInt32LE(4 + content.readUInt32LE(0));
}

it('compiled code is kept after success, one file per command, and changes nothing of what is printed', async () => {
  const { folder, home } = newHome();
  const first = await sherpack(['--help'], { folder });
  const [file = '', ...others] = filesBelow(home);
  expect(others).toEqual([]);
  expect(file).toMatch(/\.cache\/sherpack\/code\/[^/]+\/other\.bin$/);
  const written = statSync(file).mtimeMs;
  expect(await sherpack(['--help'], { folder })).toEqual(first);
  expect(statSync(file).mtimeMs).toBe(written);
  await sherpack(['no-such-command'], { folder });
  expect(filesBelow(home)).toEqual([file]);
});

it('code that V8 refuses is compiled anew and replaced', async () => {
  const { folder, home } = newHome();
  const first = await sherpack(['version'], { folder });
  const [file = ''] = filesBelow(home);
  const good = magicOf(file);
  spoil(file);
  expect(magicOf(file)).not.toBe(good);
  expect(await sherpack(['version'], { folder })).toEqual(first);
  expect(magicOf(file)).toBe(good);
});

it('code that somebody else could have written is left alone', async () => {
  const { folder, home } = newHome();
  const first = await sherpack(['version'], { folder });
  const [file = ''] = filesBelow(home);
  writeFileSync(file, 'not compiled by the user');
  chmodSync(join(file, '..'), 0o777);
  expect(await sherpack(['version'], { folder })).toEqual(first);
  expect(readFileSync(file, 'utf8')).toBe('not compiled by the user');
});

it('nothing is written for users without a home, or who tell Node to keep no compiled code', async () => {
  const folder = newFolder();
  await sherpack(['version'], { folder });
  expect(existsSync(join(folder, 'home'))).toBe(false);
  const other = newHome();
  await sherpack(['version'], { folder: other.folder, env: { NODE_DISABLE_COMPILE_CACHE: '1' } });
  expect(filesBelow(other.home)).toEqual([]);
});
