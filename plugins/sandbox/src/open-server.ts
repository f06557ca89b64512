import { mkdir } from 'node:fs/promises';
import type { ApiServer } from './server/api-server.ts';
import { errors } from './errors.ts';
import type { Sandbox, Sandboxes } from './sandboxes.ts';

/** Opens the folder of a sandbox in this process. @throws SANDBOX_LOCKED, SANDBOX_FOLDER */
export async function openServer({ name, folder }: Sandbox, { kubeVersion, controllers }: Sandboxes['config']): Promise<ApiServer> {
  const [{ createApiServer }, { FolderLockedError }] = await Promise.all([import('./server/api-server.ts'), import('./store/lock.ts')]);
  try {
    // Objects may be Secrets: nobody else needs to read them.
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await createApiServer({
      folder,
      ...(kubeVersion === undefined ? {} : { kubeVersion: kubeVersion.replace(/^v?/, 'v') }),
      ...(controllers === undefined ? {} : { controllers }),
    });
  } catch (error) {
    if (error instanceof FolderLockedError) throw errors.LOCKED(name, error.pid);
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : errors.FOLDER(folder, message, error);
  }
}
