import type { CommandContext, ExitCode, OperationRequest, PlanStep, Release, ReleaseStore, SherpackError } from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import { printPlan } from './print-release.ts';
import { checkReleaseName } from './release-name.ts';
import { remainsOf } from './remains.ts';
import type { Remain } from './remains.ts';
import { runVerb } from './run-verb.ts';
import { fromStored } from './stored-manifests.ts';
import { errors } from './errors.ts';

export interface UninstallOptions {
  readonly store: ReleaseStore;
  readonly releases: readonly Release[];
  readonly ignoreNotFound: boolean;
  readonly request: OperationRequest;
}

interface Uninstalled {
  readonly release: Release;
  readonly outcome: 'uninstalled' | 'not-found' | 'dry-run';
  readonly remains: readonly Remain[];
  /** What would be done, in a dry run. */
  readonly plan?: readonly PlanStep[];
}

/** Goes through all releases even if one fails; the first failure is thrown at the end. */
export async function uninstallAll(context: CommandContext, options: UninstallOptions): Promise<ExitCode> {
  const done: Uninstalled[] = [];
  const failed: SherpackError[] = [];
  for (const release of options.releases) {
    if (context.signal.aborted) break;
    const outcome = await uninstallOne(context, release, options);
    if ('outcome' in outcome) done.push(outcome);
    else failed.push(outcome);
  }
  await context.print(done.map(documentOf), () => done.forEach((each) => printOne(context, each)));
  const [first] = failed;
  if (first !== undefined) throw first;
  return 0;
}

async function uninstallOne(context: CommandContext, release: Release, options: UninstallOptions): Promise<Uninstalled | SherpackError> {
  checkReleaseName(release.name);
  const head = await options.store.head(release);
  if (head === undefined) {
    const dry = options.request.dryRun !== 'none';
    if (!dry && (await options.store.sweep(release)) > 0) return { release, outcome: 'uninstalled', remains: [] };
    return options.ignoreNotFound ? { release, outcome: 'not-found', remains: [] } : errors.NOT_FOUND(release.name, release.namespace);
  }
  const before = await options.store.read(release, head.revision);
  const { result, error, changeSet } = await runVerb(context, { ...options.request, release });
  if (error !== undefined) return error;
  if (options.request.dryRun !== 'none' && result !== undefined) {
    return { release, outcome: 'dry-run', remains: [], plan: result.plan?.steps ?? [] };
  }
  const objects = fromStored(before).objects.map(({ object }) => object);
  return { release, outcome: 'uninstalled', remains: await remainsOf(changeSet?.changes ?? [], objects, await context.cluster('read'), release) };
}

function documentOf({ release, plan, ...rest }: Uninstalled) {
  return { ...release, ...rest, ...(plan === undefined ? {} : { plan: plan.map(({ ref, action, reason }) => ({ ...ref, action, reason })) }) };
}

function printOne({ terminal }: CommandContext, { release, outcome, remains, plan = [] }: Uninstalled): void {
  if (outcome === 'dry-run') return printPlan(terminal, plan);
  terminal.write(outcome === 'not-found' ? `release "${release.name}" was not there\n` : `release "${release.name}" uninstalled\n`);
  for (const { ref, reason } of remains) terminal.write(`  ${formatRef(ref)} stays: ${reason}\n`);
}
