import { describe, expect, it } from 'vitest';
import type { ReleaseStore, RevisionStatus, RevisionSummary } from '@sherpack/plugin-api';
import { recoveryOf } from './recover-release.ts';

const WEB = { name: 'web', namespace: 'shop' };

/** A store that holds revisions with these states and nothing else. */
function storeWith(...statuses: readonly RevisionStatus[]): ReleaseStore {
  const revisions = statuses.map((status, index) => ({ release: WEB, revision: index + 1, status }) as RevisionSummary);
  const summary = revisions.at(-1);
  return { head: async () => (summary === undefined ? undefined : { release: WEB, revision: summary.revision, summary }), summaries: async () => revisions } as unknown as ReleaseStore;
}

async function decide(undo: boolean, ...statuses: readonly RevisionStatus[]): Promise<string> {
  try {
    const { request } = await recoveryOf(storeWith(...statuses), WEB, { undo, flags: {} });
    return request.revision === undefined ? request.kind : `${request.kind} ${request.revision}`;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('recover', () => {
  it.each<readonly [readonly RevisionStatus[], string, string]>([
    [['pending-install'], 'recover 1', 'uninstall'],
    [['failed', 'pending-install'], 'recover 2', 'uninstall'],
    [['deployed', 'pending-upgrade'], 'recover 2', 'rollback 1'],
    [['superseded', 'deployed', 'failed', 'pending-rollback'], 'recover 4', 'rollback 2'],
    [['failed', 'pending-upgrade'], 'recover 2', 'RELEASE_NOTHING_TO_UNDO'],
    [['superseded', 'uninstalling'], 'uninstall', 'rollback 2'],
    [['deployed'], 'RELEASE_NOTHING_TO_RECOVER', 'RELEASE_NOTHING_TO_RECOVER'],
    [['deployed', 'failed'], 'RELEASE_NOTHING_TO_RECOVER', 'RELEASE_NOTHING_TO_RECOVER'],
    [[], 'RELEASE_NOT_FOUND', 'RELEASE_NOT_FOUND'],
  ])('of %j finishes with %s and undoes with %s', async (statuses, finished, undone) => {
    expect([await decide(false, ...statuses), await decide(true, ...statuses)]).toEqual([finished, undone]);
  });
});
