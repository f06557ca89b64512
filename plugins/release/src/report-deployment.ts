import type { CommandContext, ExitCode, Revision } from '@sherpack/plugin-api';
import type { UndoneVerb } from './auto-rollback.ts';
import { releaseDocument } from './helm-json.ts';
import { printManifests } from './manifest-text.ts';
import { printChanges, printDryRun, printRelease } from './print-release.ts';
import type { VerbEnd } from './run-verb.ts';
import { toStored } from './stored-manifests.ts';

export interface ReportOptions {
  readonly hideNotes: boolean;
  readonly hideSecret: boolean;
}

type ReportContext = Pick<CommandContext, 'terminal' | 'print' | 'global' | 'log'>;

/**
 * Prints how an install, upgrade, rollback or recovery ended. A failure is thrown after what was done has been shown,
 * so that the shell prints it last.
 */
export async function reportDeployment(context: ReportContext, end: UndoneVerb | VerbEnd, options: ReportOptions): Promise<ExitCode> {
  const { result, revision, error } = end;
  if (error !== undefined) {
    if (revision !== undefined) await reportFailure(context, end, revision);
    throw error;
  }
  if (revision === undefined) await reportDryRun(context, end, options);
  else await context.print(documentOf(end, revision), () => printRelease(context.terminal, revision, { notes: !options.hideNotes }));
  return result === undefined ? 1 : 0;
}

async function reportFailure(context: ReportContext, end: UndoneVerb | VerbEnd, revision: Revision): Promise<void> {
  await context.print(documentOf(end, revision), () => {
    const touched = (end.changeSet?.changes ?? []).filter(({ action }) => action !== 'unchanged');
    if (touched.length > 0) printChanges(context.terminal, touched);
  });
  if (end.changeSet?.outcome === 'interrupted') {
    context.log.info(`Interrupted after ${end.changeSet.changes.filter(({ action }) => action !== 'skipped').length} of ${end.changeSet.changes.length} objects; all of it is on record. Run the same line again to go on, or "sherpack rollback ${revision.release.name}" to go back.`);
  }
}

/** Helm's document of the release, with what was done to each object beside it. */
function documentOf(end: UndoneVerb | VerbEnd, revision: Revision) {
  const undo = 'undo' in end ? end.undo : undefined;
  return {
    ...releaseDocument(revision),
    changes: changesOf(end),
    ...(end.error === undefined ? {} : { error: { code: end.error.code, message: end.error.message } }),
    ...(undo === undefined ? {} : { undo: { operation: undo.operation?.kind, revision: undo.revision?.revision, changes: changesOf(undo) } }),
  };
}

function changesOf({ changeSet }: VerbEnd) {
  return (changeSet?.changes ?? []).map(({ ref, action, error }) => ({
    ...ref, action, ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  }));
}

async function reportDryRun(context: ReportContext, { result }: VerbEnd, options: ReportOptions): Promise<void> {
  if (result === undefined) return;
  const { plan, manifests, operation } = result;
  const data = {
    name: operation.release?.name,
    namespace: operation.release?.namespace,
    dryRun: operation.dryRun,
    plan: plan?.steps.map(({ ref, action, reason }) => ({ ...ref, action, reason })),
    manifest: manifests === undefined ? '' : printManifests(toStored(manifests), { showSecrets: false }),
    notes: manifests?.notes ?? '',
  };
  await context.print(data, () => printDryRun(context.terminal, result, options));
}
