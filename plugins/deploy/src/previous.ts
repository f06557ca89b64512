import { createHash, randomUUID } from 'node:crypto';
import type { ClusterAccess, Operation, Release, ReleaseHead, ReleaseStores, Revision } from '@sherpack/plugin-api';

/** What is known of the release from before. */
export interface Previous {
  /** The newest record, whatever became of it: its inventory names all that may exist. */
  readonly newest: Revision | undefined;
  readonly nextRevision: number;
  readonly releaseUid: string;
  /** See {@link Plan.restsOn}. */
  readonly restsOn: string | undefined;
}

/** A release without records gets its uid from the operation, so that planning twice gives the same plan. */
export async function readPrevious(operation: Operation, release: Release, access: ClusterAccess, stores: () => Promise<ReleaseStores>): Promise<Previous> {
  const store = await (await stores()).open(access);
  const head = await store.head(release);
  const newest = head === undefined || head.revision === 0 ? undefined : await store.read(release, head.revision);
  return {
    restsOn: head === undefined ? 'absent' : restsOn(head),
    newest,
    nextRevision: (newest?.revision ?? 0) + 1,
    releaseUid: newest === undefined || newest.releaseUid === '' ? uidFrom(operation.id) : newest.releaseUid,
  };
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
