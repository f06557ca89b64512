import type { OperationRequest, Release, ReleaseStore } from '@sherpack/plugin-api';
import { SherpackError } from '@sherpack/plugin-api';
import { runVerb } from './run-verb.ts';
import type { VerbContext, VerbEnd } from './run-verb.ts';
import { findStanding, lastGood, sinceUninstall } from './standing.ts';

/** A failed operation and what undid it. */
export interface UndoneVerb extends VerbEnd {
  readonly undo: VerbEnd | undefined;
}

/** Another process has the release, or nobody knows who: whatever there is to undo is not ours to undo. */
const NOT_OURS: ReadonlySet<string> = new Set(['STORAGE_LEASE_LOST', 'STORAGE_RECORD_GONE', 'RELEASE_LEASE_UNSURE']);

/**
 * Runs an operation and, when it fails after the first write, undoes it: back to the last deployed revision, or away
 * if there is none. The first failure stays the answer. An interruption by the user is not undone.
 */
export async function runWithUndo(context: VerbContext, request: OperationRequest, store: () => Promise<ReleaseStore>): Promise<UndoneVerb> {
  const end = await runVerb(context, request);
  const wanted = (request.flags?.autoRollback === true || end.changeSet?.wantsUndo === true) && !NOT_OURS.has(end.error?.code ?? '');
  if (end.error === undefined || end.revision === undefined || !wanted || context.signal.aborted) return { ...end, undo: undefined };
  const undo = await undoRequest(request, end.revision.release, await store());
  context.log.warn(undo.kind === 'rollback' ? `Failed; going back to revision ${undo.revision}.` : 'Failed; removing what was installed.');
  const undone = await runVerb(context, undo, end.operation);
  return { ...end, error: withUndo(end.error, undone), undo: undone };
}

async function undoRequest({ flags = {} }: OperationRequest, release: Release, store: ReleaseStore): Promise<OperationRequest> {
  const standing = await findStanding(store, release);
  const good = lastGood(sinceUninstall(standing?.revisions ?? []));
  const { description: _own, labels: _given, ...rest } = flags;
  // What the failed revision has brought goes again, whatever it is.
  const kept = { ...rest, autoRollback: false, createNamespace: false, allowDelete: ['all'] };
  if (good === undefined) return { kind: 'uninstall', release, flags: kept };
  return { kind: 'rollback', release, revision: good.revision, flags: kept };
}

function withUndo(error: SherpackError, undone: VerbEnd): SherpackError {
  const outcome = undone.error === undefined ? 'everything was undone' : 'undoing it failed too';
  // The lines below the first one say what is wrong with the object in detail.
  const message = error.message.replace(/(?=\n)|$/, `; ${outcome}`);
  return new SherpackError(error.code, {
    message,
    hint: error.hint,
    location: error.location,
    cause: error,
    exitCode: error.exitCode === 130 ? 130 : 1,
    others: undone.error === undefined ? error.others : [...error.others, undone.error],
  });
}
