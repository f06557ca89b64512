import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Archives by their digest, in the user's cache folder. What is damaged there is as good as missing. */
export interface ContentCache {
  read(digest: string): Promise<Buffer | undefined>;
  /** A cache that cannot be written to is no reason to fail. */
  write(digest: string, content: Buffer): Promise<void>;
}

const DIGEST = /^sha256:([0-9a-f]{2})([0-9a-f]{62})$/;

export function contentCache(environment: Readonly<Record<string, string | undefined>> = process.env): ContentCache {
  const home = environment['HOME'] ?? homedir();
  const root = join(environment['XDG_CACHE_HOME'] ?? join(home, '.cache'), 'sherpack/content');
  const place = (digest: string) => {
    const [, first, rest] = DIGEST.exec(digest) ?? [];
    return first === undefined || rest === undefined ? undefined : join(root, first, rest);
  };
  return {
    async read(digest) {
      const path = place(digest);
      const content = path === undefined ? undefined : await readFile(path).catch(() => undefined);
      return content !== undefined && digestOf(content) === digest ? content : undefined;
    },
    async write(digest, content) {
      const path = place(digest);
      if (path === undefined) return;
      const draft = `${path}.${process.pid}.tmp`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await writeFile(draft, content, { mode: 0o600 });
        await rename(draft, path);
      } catch {
        await rm(draft, { force: true }).catch(() => undefined);
      }
    },
  };
}

export function digestOf(content: Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
