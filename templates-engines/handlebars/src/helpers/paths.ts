import { posix } from 'node:path';
import { text } from './arguments.ts';
import { helper, type HelperGroup } from './helper.ts';

function mapped(change: (path: string) => string | boolean) {
  return helper(1, 1, (args, call) => change(text(call, args, 0)));
}

function clean(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 ? normal.replace(/\/$/, '') : normal;
}

/** Go gives the root for slashes only and the current folder for nothing. */
function base(path: string): string {
  if (path === '') return '.';
  return posix.basename(path) || '/';
}

const dir = mapped((path) => clean(posix.dirname(path)));
const cleaned = mapped(clean);
const named = mapped(base);

export const paths: HelperGroup = {
  base: named,
  basename: named,
  dir,
  dirname: dir,
  ext: mapped((path) => /\.[^./]*$/.exec(path)?.[0] ?? ''),
  extname: mapped((path) => posix.extname(path).slice(1)),
  clean: cleaned,
  cleanpath: cleaned,
  isAbs: mapped((path) => path.startsWith('/')),
};
