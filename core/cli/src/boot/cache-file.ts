import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface CacheQuestion {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Differs whenever the program differs. */
  readonly build: string;
}

/**
 * Where the compiled code of a command line is kept: a file per command, below the folder of the build and of the Node
 * that compiled it. Undefined where there is no folder of the user's own, or Node is asked to keep no compiled code.
 */
export function cacheFile({ argv, env, build }: CacheQuestion): string | undefined {
  const { XDG_CACHE_HOME: cache, HOME: home, NODE_DISABLE_COMPILE_CACHE: disabled } = env;
  const base = cache || home;
  // A home that does not exist is not to be made: such users have none.
  if (disabled === '1' || process.getuid === undefined || !base || !existsSync(base)) return undefined;
  const folder = cache ? cache : join(base, '.cache');
  return join(folder, 'sherpack', 'code', `${build}-${process.version}-${process.arch}`, `${nameOf(argv[0] ?? '')}.bin`);
}

/** A word that is no command ends with a failure, after which nothing is kept. */
function nameOf(word: string): string {
  return /^[a-z][a-z-]*$/.test(word) ? word : 'other';
}
