import type { Deployer, PlanStep, Revision, RevisionStatus, StoreContext } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { mergeLabels } from './labels.ts';
import { userValuesOf } from './reuse-values.ts';
import { isPending } from './standing.ts';
import { toStored } from './stored-manifests.ts';

export interface RecordParts {
  readonly context: StoreContext;
  readonly deployer: Deployer;
  /** The newest record, whatever became of it. */
  readonly previous: Revision | undefined;
  /** The record that a rollback or recovery goes to. */
  readonly target: Revision | undefined;
}

/** What is stored before the first write to the cluster: everything but the outcome. */
export function pendingRevision(blank: Revision, parts: RecordParts): Revision {
  const { context, previous } = parts;
  const { operation, plan } = context;
  if (operation.kind === 'uninstall' && previous !== undefined) return uninstalling(previous, parts);
  if (operation.kind === 'test-release' && previous !== undefined) return { ...previous, inventory: parts.deployer.inventory(plan, previous.inventory) };
  const now = new Date(operation.startedAt).toISOString();
  const status = pendingStatus(blank, parts);
  return {
    ...blank,
    ...contentOf(parts),
    status,
    description: UNDERWAY[status] ?? '',
    firstDeployed: previous === undefined || previous.status === 'uninstalled' ? now : previous.firstDeployed,
    lastDeployed: now,
    manifests: toStored(context.manifests),
    notes: context.manifests.notes,
    inventory: parts.deployer.inventory(plan, previous?.inventory ?? []),
    labels: mergeLabels(previous?.labels ?? {}, operation.flags.labels ?? []),
    ...(operation.kind === 'rollback' && operation.revision !== undefined ? { rollbackOf: operation.revision } : {}),
  };
}

const UNDERWAY: Partial<Record<RevisionStatus, string>> = Object.freeze({
  'pending-install': 'Initial install underway',
  'pending-upgrade': 'Preparing upgrade',
  'pending-rollback': 'Preparing rollback',
  uninstalling: 'Deletion in progress (or silently failed)',
});

/** A recovery carries on under the word of what it recovers; an upgrade that takes up a dead first install is one. */
function pendingStatus(blank: Revision, { context, previous, target }: RecordParts): RevisionStatus {
  if (context.operation.kind === 'recover' && target !== undefined && isPending(target.status)) return target.status;
  return context.operation.kind === 'upgrade' && previous?.status === 'pending-install' ? 'pending-install' : blank.status;
}

/** From the pack, or from the record that is gone back to. */
function contentOf({ context, target }: RecordParts): Pick<Revision, 'pack' | 'values' | 'userValues' | 'secretPaths' | 'extra'> {
  if (target !== undefined) return pick(target);
  const { pack, plan } = context;
  const extra = plan.extra ?? {};
  if (pack === undefined) return { pack: { name: '', version: '', digest: '', format: '' }, values: {}, userValues: {}, extra };
  return {
    pack: { ...pack.metadata, digest: pack.digest(), format: pack.format },
    values: pack.values,
    userValues: userValuesOf(pack),
    ...(pack.secretPaths.length === 0 ? {} : { secretPaths: pack.secretPaths }),
    extra,
  };
}

function pick({ pack, values, userValues, secretPaths, extra }: Revision) {
  return { pack, values, userValues, ...(secretPaths === undefined ? {} : { secretPaths }), extra };
}

/** As for Helm, an uninstallation makes no revision of its own. */
function uninstalling(previous: Revision, { context, deployer }: RecordParts): Revision {
  return {
    ...previous,
    status: 'uninstalling',
    description: UNDERWAY.uninstalling ?? '',
    inventory: deployer.inventory(context.plan, previous.inventory),
  };
}

/**
 * The outcome, in Helm's words.
 *
 * @param pending the record as it was stored before the first write
 */
export function finalRevision(closed: Revision, pending: Revision, context: StoreContext, now: number): Revision {
  const { operation, changeSet } = context;
  if (operation.kind === 'test-release') return { ...closed, status: pending.status, description: pending.description };
  const succeeded = changeSet?.outcome === 'succeeded';
  const at = new Date(now).toISOString();
  if (operation.kind === 'uninstall') {
    if (!succeeded) return { ...closed, status: 'uninstalling', description: failureOf(context) };
    return { ...closed, status: 'uninstalled', deleted: at, description: operation.flags.description ?? 'Uninstallation complete' };
  }
  if (succeeded && (changeSet?.left ?? 0) > 0) return { ...closed, status: pending.status, description: partOf(context), lastDeployed: at, left: changeSet?.left };
  const status = succeeded ? 'deployed' : 'failed';
  const description = succeeded ? operation.flags.description ?? successOf(context) : failureOf(context);
  return { ...closed, status, description, lastDeployed: at };
}

/** Whoever deploys wave by wave has not deployed the release before the last one. */
function partOf({ operation, changeSet, plan }: StoreContext): string {
  const { wave, throughWave } = operation.flags as { wave?: number; throughWave?: number };
  const done = wave === undefined ? `Deployed through wave ${throughWave}` : `Deployed wave ${wave}`;
  const waves = [...new Set(plan.steps.filter(isLeft).map((step) => step.wave))].toSorted((a, b) => a - b);
  const of = waves.length === 0 ? '' : ` (wave ${waves.join(', ')})`;
  const left = changeSet?.left ?? 0;
  return `${done}; ${left} ${left === 1 ? 'object is' : 'objects are'} left${of}${GO_ON}`;
}

const GO_ON = '; go on with --resume';

/** Hooks and removals go with the last wave, whatever number they bear. */
function isLeft({ deferred, action, hook }: PlanStep): boolean {
  return deferred === true && hook === undefined && (action === 'create' || action === 'update' || action === 'recreate');
}

/** What becomes of a revision that another one takes up before it was whole. Who left waves on purpose has not failed. */
export function takenUp(previous: Revision, by: number): Revision {
  if (previous.left === undefined) return { ...previous, status: 'failed', description: `Interrupted; taken up by revision ${by}` };
  return { ...previous, description: previous.description.replace(GO_ON, `; revision ${by} goes on`) };
}

function successOf({ operation }: StoreContext): string {
  if (operation.kind === 'rollback') return `Rollback to ${operation.revision}`;
  if (operation.kind === 'recover') return `Recovered revision ${operation.revision}`;
  return operation.kind === 'install' ? 'Install complete' : 'Upgrade complete';
}

const TITLES: Readonly<Record<string, string>> = Object.freeze({
  install: 'Install', upgrade: 'Upgrade', rollback: 'Rollback', recover: 'Recovery', uninstall: 'Uninstallation',
});

function failureOf({ operation, changeSet }: StoreContext): string {
  const title = TITLES[operation.kind] ?? 'Operation';
  if (changeSet?.outcome === 'interrupted') return `${title} interrupted`;
  const { error } = changeSet ?? {};
  // A history has one line for each revision; the rest was shown when it happened.
  const [reason = ''] = isSherpackError(error) ? error.message.split('\n') : ['unknown failure'];
  return shortened(`${title} failed: ${reason}`);
}

/** The room that a record has left for its outcome is small, and a server may say a lot. */
function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

const LONGEST = 1000;
