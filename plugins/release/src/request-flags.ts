import type { DryRun, GlobalOptions, JsonObject, ReadCluster } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/**
 * The flags as operations know them: `--wait=watcher` and the like become what they mean.
 *
 * @throws RELEASE_OPTIONS_CLASH
 */
export function requestFlags(flags: JsonObject): JsonObject {
  refuseClashes(flags);
  const wait = isYes(flags['wait'], ['watcher', 'legacy', 'true']);
  const rollback = flags['autoRollback'] === true || flags['onFailure'] === 'rollback';
  return { ...flags, wait: wait || rollback, autoRollback: rollback };
}

function refuseClashes({ autoRollback, onFailure, reuseValues, resetThenReuseValues }: JsonObject): void {
  if (autoRollback === true && (onFailure === 'stop' || onFailure === 'continue')) throw errors.OPTIONS_CLASH('--auto-rollback', `--on-failure ${onFailure}`);
  if (reuseValues === true && resetThenReuseValues === true) throw errors.OPTIONS_CLASH('--reuse-values', '--reset-then-reuse-values');
}

function isYes(value: unknown, words: readonly string[]): boolean {
  return typeof value === 'string' && words.includes(value);
}

/** Bare `--dry-run` and Helm's booleans included. */
export function dryRunOf(text: string | undefined): DryRun {
  if (text === 'client') return 'client';
  return text === 'server' || text === 'true' ? 'server' : 'none';
}

/** The revision as an argument; nothing and 0 leave the choice to the verb. */
export function revisionOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '0') return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw errors.REVISION_INVALID(text);
  return Number(text);
}

interface NamespaceSource {
  readonly global: Pick<GlobalOptions, 'namespace' | 'namespaceGiven'>;
  cluster(mode: 'read'): Promise<ReadCluster>;
}

/** What the user names, else what his context says. */
export async function namespaceOf(context: NamespaceSource): Promise<string> {
  const { namespace, namespaceGiven } = context.global;
  return namespaceGiven ? namespace : (await context.cluster('read')).namespace || namespace;
}
