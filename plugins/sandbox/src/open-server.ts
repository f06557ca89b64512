import { chmod, mkdir } from 'node:fs/promises';
import { isSherpackError } from '@sherpack/plugin-api';
import type { ApiServer } from './server/api-server.ts';
import { errors } from './errors.ts';
import type { Sandbox, Sandboxes } from './sandboxes.ts';
import { FolderLockedError } from './store/lock.ts';
import { DamagedFileError } from './store/line.ts';
import { ForeignFileError } from './store/state-file.ts';

/** Opens the folder of a sandbox in this process. @throws SANDBOX_LOCKED, SANDBOX_DAMAGED, SANDBOX_FOLDER */
export async function openServer({ name, folder }: Sandbox, { kubeVersion, controllers, durability }: Sandboxes['config']): Promise<ApiServer> {
  const { createApiServer } = await import('./server/api-server.ts');
  return opening({ name, folder }, async () => {
    // Objects may be Secrets: nobody else needs to read them.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    return createApiServer({
      folder,
      ...(kubeVersion === undefined ? {} : { kubeVersion: kubeVersion.replace(/^v?/, 'v') }),
      ...(controllers === undefined ? {} : { controllers }),
      ...(durability === undefined ? {} : { durability }),
    });
  });
}

/** Says what stands in the way of work on a sandbox's folder. @throws SANDBOX_LOCKED, SANDBOX_DAMAGED, SANDBOX_FOLDER */
export async function opening<T>({ name, folder }: Sandbox, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FolderLockedError) throw errors.LOCKED(name, error.pid);
    if (error instanceof DamagedFileError) throw errors.DAMAGED(error.file, error.why);
    if (error instanceof ForeignFileError) throw errors.DAMAGED(error.file, 'another program, or a newer Sherpack, wrote it');
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined || isSherpackError(error) ? error : errors.FOLDER(folder, message, error);
  }
}
