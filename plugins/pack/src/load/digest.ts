import { createHash } from 'node:crypto';
import type { Pack, PackFile } from '@sherpack/plugin-api';

/** The digest, worked out when it is asked for: what only renders never does. */
export function lazyDigest(...parts: Parameters<typeof digestOf>): Pack['digest'] {
  let known: string | undefined;
  return () => (known ??= digestOf(...parts));
}

/**
 * `sha256:…` over what a pack is: the sorted paths with their contents, and the packs inside by their own digest. The
 * same for a folder and its archive.
 */
function digestOf(files: ReadonlyMap<string, PackFile>, subpacks: readonly Pick<Pack, 'path' | 'digest'>[]): string {
  const hash = createHash('sha256');
  for (const { path, content } of [...files.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`file ${JSON.stringify(path)} ${createHash('sha256').update(content).digest('hex')}\n`);
  }
  for (const { path, digest } of subpacks) hash.update(`pack ${JSON.stringify(path)} ${digest()}\n`);
  return `sha256:${hash.digest('hex')}`;
}
