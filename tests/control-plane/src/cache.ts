import { homedir } from 'node:os';
import { join } from 'node:path';

/** Sherpack's cache folder, where the XDG base directory specification puts it. */
export function cacheFolder(...names: string[]): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sherpack', ...names);
}
