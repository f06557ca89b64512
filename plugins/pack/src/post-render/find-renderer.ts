import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Extensions, PostRenderer } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { errors } from '../errors.ts';
import { runProgram } from './run-program.ts';

/**
 * The post-renderer of a name: one that a plugin brings, a path, or a program on PATH.
 *
 * @throws PACK_POST_RENDERER_MISSING
 */
export async function findRenderer(name: string, extensions: Extensions<PostRenderer>, folder: string): Promise<PostRenderer> {
  if (extensions.has(name)) return extensions.get(name);
  const candidates = name.includes('/') || isAbsolute(name) ? [resolve(folder, name)] : pathFolders().map((each) => join(each, name));
  for (const program of candidates) {
    if (await isProgram(program)) return { run: (text, context) => runProgram(program, text, context) };
  }
  throw errors.POST_RENDERER_MISSING(name, extensions.keys(), nearMiss(name, extensions.keys()));
}

function pathFolders(): readonly string[] {
  return (process.env['PATH'] ?? '').split(delimiter).filter((each) => each !== '');
}

async function isProgram(path: string): Promise<boolean> {
  const isFile = await stat(path).then((info) => info.isFile(), () => false);
  return isFile && access(path, constants.X_OK).then(() => true, () => false);
}
