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

interface Header {
  readonly cpu: number;
  readonly chunks: readonly (readonly [name: string, text: number, code: number])[];
}

function headerOf(content: Buffer): { readonly header: Header; readonly end: number } {
  const end = 4 + content.readUInt32LE(0);
  return { header: JSON.parse(content.toString('utf8', 4, end)) as Header, end };
}

/** The compiled code of each chunk begins with V8's magic number and version; its text stands before it. */
function spoil(file: string): void {
  const content = readFileSync(file);
  const { header, end } = headerOf(content);
  let offset = end;
  for (const [, text, code] of header.chunks) {
    content.fill(0xff, offset + text, offset + text + 8);
    offset += text + code;
  }
  writeFileSync(file, content);
}

function magicOf(file: string): number {
  const content = readFileSync(file);
  const { header, end } = headerOf(content);
  return content.readUInt32LE(end + (header.chunks[0]?.[1] ?? 0));
}

/** As if the run that wrote the file had worked for so long. */
function rewriteCpu(file: string, cpu: number): void {
  const content = readFileSync(file);
  const { header, end } = headerOf(content);
  const text = Buffer.from(JSON.stringify({ ...header, cpu }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  writeFileSync(file, Buffer.concat([length, text, content.subarray(end)]));
}

it('compiled code is kept after success, one file per command, and changes nothing of what is printed', async () => {
  const { folder, home } = newHome();
  const first = await sherpack(['--help'], { folder });
  const [file = '', ...others] = filesBelow(home);
  expect(others).toEqual([]);
  expect(file).toMatch(/\.cache\/sherpack\/code\/[^/]+\/other\.bin$/);
  expect(await sherpack(['--help'], { folder })).toEqual(first);
  expect(filesBelow(home)).toEqual([file]);
  await sherpack(['no-such-command'], { folder });
  expect(filesBelow(home)).toEqual([file]);
});

it('compiled code of a run that worked more is left in place', async () => {
  const { folder, home } = newHome();
  await sherpack(['--help'], { folder });
  const [file = ''] = filesBelow(home);
  rewriteCpu(file, 1e12);
  const { ino } = statSync(file);
  await sherpack(['--help'], { folder });
  expect(statSync(file).ino).toBe(ino);
  rewriteCpu(file, 1);
  await sherpack(['--help'], { folder });
  expect(statSync(file).ino).not.toBe(ino);
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
