import { createDial } from './dial.ts';
import type { ServerDial } from './dial.ts';
import { obtainAccess } from './kube-config.ts';
import type { Environment } from './kubeconfig-files.ts';
import type { Target } from './target.ts';

/** Credentials and the sockets that go with them, made at the first request and kept until the server refuses them. */
export interface Credentials {
  dial(): Promise<ServerDial>;
  /** After a 401 to a request by `refused`: obtains them anew. False when that cannot help. */
  renew(refused: ServerDial): Promise<boolean>;
  close(): Promise<void>;
}

interface Current {
  readonly dial: ServerDial;
  readonly renewable: boolean;
}

export function createCredentials(target: Target, environment: Environment): Credentials {
  let current: Promise<Current> | undefined;
  let renewing: Promise<void> | undefined;

  async function make(): Promise<Current> {
    const access = await obtainAccess(target);
    return { dial: await createDial(target, access, environment), renewable: access.renewable };
  }

  function get(): Promise<Current> {
    current ??= make().catch((error: unknown) => {
      current = undefined;
      throw error;
    });
    return current;
  }

  async function renew(refused: ServerDial): Promise<boolean> {
    const old = await get();
    if (!old.renewable) return false;
    if (old.dial !== refused) return true;
    // Many requests are refused at once; one of them asks for new credentials and the others wait for these.
    renewing ??= replace().finally(() => {
      renewing = undefined;
    });
    await renewing;
    return true;
  }

  // The old sockets are left to end by themselves: other requests may still be under way on them.
  async function replace(): Promise<void> {
    current = Promise.resolve(await make());
  }

  async function close(): Promise<void> {
    const last = await current?.catch(() => undefined);
    current = undefined;
    last?.dial.close();
  }

  return { dial: async () => (await get()).dial, renew, close };
}
