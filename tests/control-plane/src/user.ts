import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { UserOptions } from './control-plane.ts';
import { identity, loadAuthority } from './pki.ts';

/** Makes users of the control plane in this folder by signing client certificates: they need no restart, unlike a token file. */
export function userMaker(folder: string, server: string): (name: string, groups?: readonly string[], options?: UserOptions) => Promise<string> {
  return async function user(name, groups = [], options = {}) {
    return identity(folder, server, loadAuthority(folder), join('users', userFile(name, groups, options)), name, groups, options.namespace);
  };
}

/** A file name for the user: readable, and different where anything about the user differs. */
export function userFile(name: string, groups: readonly string[], options: UserOptions): string {
  const digest = createHash('sha256').update(JSON.stringify([name, groups, options])).digest('hex').slice(0, 8);
  return `${name.replace(/[^\w.-]+/g, '-')}-${digest}`;
}
