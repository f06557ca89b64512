import type { ClusterAccess, CommandContext, DryRun, OperationRequest, Release, ReleaseStore } from '@sherpack/plugin-api';
import { installArguments } from './install-arguments.ts';
import type { NameOptions } from './install-arguments.ts';
import { dryRunOf, namespaceOf, requestFlags, revisionOf } from './request-flags.ts';
import { rollbackTarget } from './rollback-target.ts';
import { upgradeKind } from './upgrade-kind.ts';

type RequestContext = Pick<CommandContext, 'args' | 'flags' | 'global'> & ClusterAccess;

export interface InstallRequestOptions extends NameOptions {
  /** Milliseconds since the epoch, for generated names. */
  readonly now: number;
}

/** `install [NAME] PACK` as a request. */
export async function installRequest(context: RequestContext, options: InstallRequestOptions): Promise<OperationRequest> {
  const { name, pack } = installArguments(context.args, options, options.now);
  const dryRun = dryRunIn(context);
  return { kind: 'install', release: { name, namespace: await spaceOf(context, dryRun) }, pack, dryRun, flags: requestFlags(context.flags) };
}

/** `upgrade RELEASE PACK` as a request; with `--install` one to install what is not there. */
export async function upgradeRequest(context: RequestContext, pack: string | undefined, store: () => Promise<ReleaseStore>): Promise<OperationRequest> {
  const dryRun = dryRunIn(context);
  const release = await releaseIn(context, dryRun);
  const kind = context.flags['install'] === true && dryRun !== 'client' ? await upgradeKind(await store(), release) : 'upgrade';
  const flags = { ...requestFlags(context.flags), ...(kind === 'install' ? { replace: true } : {}) };
  return { kind, release, pack: pack ?? '', dryRun, flags };
}

/** `rollback RELEASE [REVISION]` as a request. */
export async function rollbackRequest(context: RequestContext, wanted: string | undefined, store: () => Promise<ReleaseStore>): Promise<OperationRequest> {
  const release = await releaseIn(context, 'none');
  const revision = await rollbackTarget(await store(), release, revisionOf(wanted));
  return { kind: 'rollback', release, revision, dryRun: dryRunIn(context), flags: requestFlags(context.flags) };
}

function dryRunIn({ flags }: RequestContext): DryRun {
  return dryRunOf(typeof flags['dryRun'] === 'string' ? flags['dryRun'] : undefined);
}

async function spaceOf(context: RequestContext, dryRun: DryRun): Promise<string> {
  return dryRun === 'client' ? context.global.namespace : namespaceOf(context);
}

/** The release that the first argument names. */
export async function releaseIn(context: RequestContext, dryRun: DryRun): Promise<Release> {
  return { name: context.args['release'] ?? context.args['name'] ?? '', namespace: await spaceOf(context, dryRun) };
}
