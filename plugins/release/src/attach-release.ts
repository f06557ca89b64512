import type { Clock, CommandContext, ExitCode, JournalRecord, ProgressLine, Release, ReleaseHead, ReleaseStore } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/** Between two looks at the journal. Milliseconds. */
const POLL = 1_000;

type Context = Pick<CommandContext, 'terminal' | 'log' | 'signal' | 'print'>;

/**
 * Looks on while another process works on the release; what it enters into its journal is shown as progress.
 *
 * @throws RELEASE_NOT_FOUND
 */
export async function attachTo(release: Release, store: ReleaseStore, clock: Clock, context: Context): Promise<ExitCode> {
  let head = await store.head(release);
  if (head === undefined) throw errors.NOT_FOUND(release.name, release.namespace);
  while (head?.lease !== undefined && !context.signal.aborted) {
    const journal = await store.journal(release, head.revision);
    if (journal !== undefined) context.terminal.progress(linesOf(journal));
    await clock.sleep(POLL, context.signal);
    head = await store.head(release);
  }
  context.terminal.endProgress();
  return conclude(release, head, context);
}

async function conclude(release: Release, head: ReleaseHead | undefined, context: Context): Promise<ExitCode> {
  const status = head?.summary.status ?? 'uninstalled';
  const description = head?.summary.description ?? '';
  await context.print({ ...release, revision: head?.revision, status, description }, () =>
    context.terminal.write(`release "${release.name}": ${status}${description === '' ? '' : ` (${description})`}\n`));
  return status === 'deployed' || status === 'superseded' || status === 'uninstalled' ? 0 : 1;
}

function linesOf({ progress }: JournalRecord): readonly ProgressLine[] {
  return progress.lines.map((line, index) => ({ id: `${index}`, label: String(line['object']), state: stateOf(String(line['state'])), detail: String(line['state']) }));
}

function stateOf(state: string): ProgressLine['state'] {
  if (state === 'waiting' || state === 'failed' || state === 'skipped') return state;
  return state === 'running' ? 'running' : 'done';
}
