import type { RevisionStatus, RevisionSummary } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { parseSelector } from './label-selector.ts';

export interface ListQuery {
  /** Empty: every status. */
  readonly statuses: readonly RevisionStatus[];
  readonly filter: string | undefined;
  readonly selector: string | undefined;
  readonly byDate: boolean;
  readonly reverse: boolean;
  readonly offset: number;
  /** 0: no limit. */
  readonly max: number;
}

/**
 * Chooses and orders what `list` shows: the newest revision of each release, unless superseded ones are asked for.
 *
 * @throws RELEASE_FILTER_INVALID, RELEASE_SELECTOR_INVALID
 */
export function listReleases(summaries: readonly RevisionSummary[], query: ListQuery): readonly RevisionSummary[] {
  const wanted = query.statuses.length === 1 && query.statuses[0] === 'superseded' ? summaries : newestOfEach(summaries);
  const selected = parseSelector(query.selector ?? '');
  const named = nameFilter(query.filter);
  const found = wanted.filter(({ status, labels, release }) =>
    (query.statuses.length === 0 || query.statuses.includes(status)) && selected(labels) && named(release.name));
  const ordered = found.toSorted(query.byDate ? byDate : byName);
  if (query.reverse) ordered.reverse();
  return ordered.slice(query.offset, query.max === 0 ? undefined : query.offset + query.max);
}

/** The summaries come in the order of namespace, name and revision. */
function newestOfEach(summaries: readonly RevisionSummary[]): readonly RevisionSummary[] {
  return summaries.filter(({ release }, index) => {
    const next = summaries[index + 1]?.release;
    return next === undefined || next.name !== release.name || next.namespace !== release.namespace;
  });
}

function nameFilter(filter: string | undefined): (name: string) => boolean {
  if (filter === undefined || filter === '') return () => true;
  try {
    const expression = new RegExp(filter);
    return (name) => expression.test(name);
  } catch (error) {
    throw errors.FILTER_INVALID(filter, error);
  }
}

function byName(a: RevisionSummary, b: RevisionSummary): number {
  return compare(a.release.name, b.release.name) || compare(a.release.namespace, b.release.namespace) || a.revision - b.revision;
}

function byDate(a: RevisionSummary, b: RevisionSummary): number {
  return compare(a.updated, b.updated) || byName(a, b);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
