import { createHash, randomUUID } from 'node:crypto';
import type { Clock, DeployContext, Operation, Release, ReleaseHead, ReleaseStore, ReleaseStores, Revision } from '@sherpack/plugin-api';
import { approvedPlan } from './binding/verify-plan.ts';

/** What is known of the release from before. */
export interface Previous {
  /** The newest record, whatever became of it: its inventory names all that may exist. */
  readonly newest: Revision | undefined;
  /** The record that an operation without a pack takes its manifests from. */
  readonly source: Revision | undefined;
  readonly nextRevision: number;
  readonly releaseUid: string;
  /** See {@link Plan.restsOn}. */
  readonly restsOn: string | undefined;
}

export interface PreviousOptions {
  readonly stores: () => Promise<ReleaseStores>;
  readonly clock: Clock;
}

/** A release without records gets its uid from the operation, so that planning twice gives the same plan. */
export async function readPrevious(release: Release, context: DeployContext, { stores, clock }: PreviousOptions): Promise<Previous> {
  const { operation } = context;
  const store = await (await stores()).open(context);
  const found = await store.head(release);
  const head = WRITING.has(operation.kind) && operation.dryRun === 'none' ? await whenFree(found, release, store, { context, clock }) : found;
  const newest = head === undefined || head.revision === 0 ? undefined : await store.read(release, head.revision);
  return {
    restsOn: head === undefined ? 'absent' : restsOn(head),
    newest,
    source: context.pack === undefined ? await sourceOf(operation, newest, store) : undefined,
    nextRevision: (newest?.revision ?? 0) + 1,
    releaseUid: newest === undefined || newest.releaseUid === '' ? approvedPlan(context)?.releaseUid ?? uidFrom(operation.id) : newest.releaseUid,
  };
}

async function sourceOf({ revision, release }: Operation, newest: Revision | undefined, store: ReleaseStore): Promise<Revision | undefined> {
  const isOlder = newest !== undefined && release !== undefined && revision !== undefined && revision > 0 && revision !== newest.revision;
  return isOlder ? store.read(release, revision) : newest;
}

const WRITING: ReadonlySet<string> = new Set(['install', 'upgrade', 'rollback', 'recover', 'uninstall', 'test-release']);
/** Between two looks at a lease. Milliseconds. */
const POLL = 500;

interface WaitParts {
  readonly context: DeployContext;
  readonly clock: Clock;
}

/**
 * Waits while a lease runs that nobody renews: its holder is probably dead, and the release free when it ends. One that
 * is renewed has a living holder; then planning goes on, and taking the release says who has it.
 */
async function whenFree(found: ReleaseHead | undefined, release: Release, store: ReleaseStore, { context, clock }: WaitParts): Promise<ReleaseHead | undefined> {
  const first = found?.lease;
  if (first === undefined || first.isAlive === true) return found;
  context.emit({ type: 'warning', message: `release "${release.name}" is held by another process; waiting until it ends, or shows that it lives` });
  for (let head = found; ; head = await store.head(release)) {
    const lease = head?.lease;
    if (lease === undefined || lease.epoch !== first.epoch || lease.until > first.until) return head;
    await clock.sleep(POLL, context.signal);
  }
}

/** While somebody is at work what the plan sees is half done, and so is the plan. */
function restsOn({ lease, version }: ReleaseHead): string | undefined {
  return lease === undefined ? version : undefined;
}

function uidFrom(seed: string): string {
  return /^[0-9a-f-]{36}$/.test(seed) ? seed : randomUUID();
}

/** One manager per release: two releases that claim a field then conflict on the server instead of alternating. */
export function fieldManagerOf({ namespace, name }: Release): string {
  const digest = createHash('sha256').update(`${namespace}/${name}`).digest('hex').slice(0, 8);
  return `sherpack/${name}.${digest}`;
}
