import type { PackFile } from '@sherpack/plugin-api';

const BLOCK = 512;

export interface TarOptions {
  /** The folder in the archive that holds all files. */
  readonly root: string;
  /** Seconds since the epoch, the same for all entries. */
  readonly mtime: number;
}

/**
 * Writes a tar archive whose bytes depend on nothing but names, contents and `options`: sorted entries, mode 0644,
 * owner 0 without a name. Long names go into pax headers.
 */
export async function writeTar(files: readonly PackFile[], { root, mtime }: TarOptions): Promise<Buffer> {
  const { Header, Pax } = await import('tar');
  const parts: Buffer[] = [];
  for (const { path, content } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const fields = { path: `${root}/${path}`, mode: 0o644, uid: 0, gid: 0, size: content.length, mtime: new Date(mtime * 1000), type: 'File' as const };
    const header = new Header(fields);
    const block = Buffer.alloc(BLOCK);
    if (header.encode(block, 0)) parts.push(new Pax({ path: fields.path, size: content.length }).encode());
    parts.push(block, Buffer.from(content), padding(content.length));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}
