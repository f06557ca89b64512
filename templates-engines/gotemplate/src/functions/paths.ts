import { fn, type FunctionGroup, type Signature } from './signature.ts';

/** Go's path.Clean. */
export function clean(path: string): string {
  if (path === '') return '.';
  const rooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!rooted) parts.push(part);
  }
  const joined = parts.join('/');
  if (rooted) return `/${joined}`;
  return joined === '' ? '.' : joined;
}

function base(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function dir(path: string): string {
  return clean(path.slice(0, path.lastIndexOf('/') + 1));
}

function ext(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot === -1 ? '' : name.slice(dot);
}

function text(work: (path: string) => unknown): Signature {
  return fn('string', (_frame, path: string) => work(path));
}

const isAbs = text((path) => path.startsWith('/'));

/** Paths with slashes; those of the operating system are the same here, so that charts render alike everywhere. */
export const paths: FunctionGroup = {
  base: text(base), dir: text(dir), clean: text(clean), ext: text(ext), isAbs,
  osBase: text(base), osDir: text(dir), osClean: text(clean), osExt: text(ext), osIsAbs: isAbs,
};
