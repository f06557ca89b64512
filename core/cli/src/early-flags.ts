import { splitAtEquals } from './arguments/normalise-arguments.ts';
import type { ColorChoice } from './terminal/style.ts';
import type { World } from './world.ts';

/** What must be known before the command line can be parsed: where the configuration is and how to report errors. */
export interface EarlyFlags {
  readonly config: string | undefined;
  readonly json: boolean;
  readonly debug: boolean;
  readonly color: ColorChoice;
}

export function readEarlyFlags(argv: readonly string[], env: World['env']): EarlyFlags {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv : argv.slice(0, end);
  const output = valueOf(flags, '--output') ?? valueOf(flags, '-o') ?? attached(flags) ?? env['SHERPACK_OUTPUT'];
  return {
    config: valueOf(flags, '--config'),
    json: output === 'json',
    debug: flags.includes('--debug') || ['1', 'true', 'yes'].includes(env['SHERPACK_DEBUG'] ?? ''),
    color: colorOf(flags),
  };
}

function valueOf(argv: readonly string[], flag: string): string | undefined {
  const index = argv.findLastIndex((token) => token === flag || token.startsWith(`${flag}=`));
  if (index === -1) return undefined;
  const [, value] = splitAtEquals(argv[index] ?? '');
  return value ?? argv[index + 1];
}

/** `-ojson` */
function attached(argv: readonly string[]): string | undefined {
  return argv.findLast((token) => token === '-ojson')?.slice(2);
}

function colorOf(argv: readonly string[]): ColorChoice {
  if (argv.includes('--no-color')) return 'never';
  const bare = argv.includes('--color') ? 'always' : undefined;
  const value = argv.findLast((token) => token.startsWith('--color='))?.slice('--color='.length) ?? bare;
  return value === 'never' || value === 'always' ? value : 'auto';
}
