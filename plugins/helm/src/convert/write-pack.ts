import { chmod, lstat, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { errors } from '../errors.ts';

/** A pack that is written, but does not stand in its place yet. */
export interface Draft {
  readonly folder: string;
  /** Writes files anew, and removes those without content. */
  change(files: ReadonlyMap<string, Uint8Array | undefined>): Promise<void>;
  /** Moves the whole pack to its place. @throws HELM_EXISTS, HELM_WRITE_FAILED */
  publish(): Promise<void>;
  /** Removes what was not published. */
  discard(): Promise<void>;
}

/**
 * Writes a pack beside its place, so that it is there whole or not at all.
 *
 * @param target undefined: nothing is kept
 * @throws HELM_EXISTS, HELM_WRITE_FAILED
 */
export async function draftPack(files: ReadonlyMap<string, Uint8Array>, target: string | undefined): Promise<Draft> {
  if (target !== undefined && await isThere(target)) throw errors.EXISTS(target);
  const shown = target ?? tmpdir();
  const root = await guarded(shown, async () => {
    const parent = target === undefined ? tmpdir() : dirname(target);
    await mkdir(parent, { recursive: true });
    return mkdtemp(join(parent, `.${basename(target ?? 'sherpack-convert')}-`));
  });
  const draft: Draft = {
    folder: root,
    change: (changed) => guarded(shown, () => writeFiles(root, changed)),
    async publish() {
      if (target === undefined) return;
      if (await isThere(target)) throw errors.EXISTS(target);
      // A temporary folder is for its owner only.
      await guarded(shown, () => chmod(root, 0o755).then(() => rename(root, target)));
    },
    discard: () => rm(root, { recursive: true, force: true }),
  };
  await draft.change(files).catch(async (error: unknown) => {
    await draft.discard();
    throw error;
  });
  return draft;
}

async function writeFiles(root: string, files: ReadonlyMap<string, Uint8Array | undefined>): Promise<void> {
  for (const [path, content] of files) {
    const place = join(root, path);
    await mkdir(dirname(place), { recursive: true, mode: 0o755 });
    await (content === undefined ? rm(place, { force: true }) : writeFile(place, content));
  }
}

async function guarded<Result>(shown: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw errors.WRITE_FAILED(shown, error);
  }
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}
