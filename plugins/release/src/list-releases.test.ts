import { describe, expect, it } from 'vitest';
import type { RevisionStatus, RevisionSummary } from '@sherpack/plugin-api';
import { listReleases } from './list-releases.ts';
import type { ListQuery } from './list-releases.ts';

function summary(name: string, revision: number, status: RevisionStatus, updated: string, namespace = 'a'): RevisionSummary {
  return { release: { name, namespace }, revision, status, description: '', updated, packName: 'p', packVersion: '1', appVersion: '', labels: { team: name.slice(0, 1) } };
}

const SUMMARIES = [
  summary('api', 1, 'superseded', '2026-01-01'), summary('api', 2, 'deployed', '2026-01-05'), summary('web', 1, 'failed', '2026-01-03'),
  summary('api', 1, 'uninstalled', '2026-01-02', 'b'), summary('work', 3, 'pending-upgrade', '2026-01-04', 'b'),
];

function names(query: Partial<ListQuery>): readonly string[] {
  const all = { statuses: [], filter: undefined, selector: undefined, byDate: false, reverse: false, offset: 0, max: 256 };
  return listReleases(SUMMARIES, { ...all, ...query }).map(({ release, revision }) => `${release.namespace}/${release.name}@${revision}`);
}

describe('the list of releases', () => {
  it.each<readonly [string, Partial<ListQuery>, readonly string[]]>([
    ['shows the newest revision of each, by name', {}, ['a/api@2', 'b/api@1', 'a/web@1', 'b/work@3']],
    ['shows some statuses only', { statuses: ['failed', 'deployed'] }, ['a/api@2', 'a/web@1']],
    ['does not take an old revision for the release', { statuses: ['superseded', 'failed'] }, ['a/web@1']],
    ['shows old revisions when they alone are asked for', { statuses: ['superseded'] }, ['a/api@1']],
    ['filters by name', { filter: '^w' }, ['a/web@1', 'b/work@3']],
    ['chooses by label', { selector: 'team=a' }, ['a/api@2', 'b/api@1']],
    ['orders by time', { byDate: true }, ['b/api@1', 'a/web@1', 'b/work@3', 'a/api@2']],
    ['turns the order round', { byDate: true, reverse: true, max: 2 }, ['a/api@2', 'b/work@3']],
    ['cuts a part out', { offset: 1, max: 2 }, ['b/api@1', 'a/web@1']],
    ['has no limit with 0', { max: 0 }, ['a/api@2', 'b/api@1', 'a/web@1', 'b/work@3']],
  ])('%s', (_what, query, expected) => expect(names(query)).toEqual(expected));

  it('refuses an expression that is none', () => {
    expect(() => names({ filter: '(' })).toThrow(expect.objectContaining({ code: 'RELEASE_FILTER_INVALID', exitCode: 2 }));
  });
});
