import { parseRevisionName } from './entry-names.ts';
import type { RevisionEntry } from './entry-names.ts';

/**
 * Which edition of each revision was committed, as the head says it: `1-19:2,20:3`. Revisions that are not named have
 * their first one.
 */
export type Editions = ReadonlyMap<number, number>;

export function formatEditions(editions: Editions): readonly string[] {
  const runs: { from: number; to: number; edition: number }[] = [];
  for (const [revision, edition] of [...editions].filter(([, number]) => number !== 1).toSorted(([a], [b]) => a - b)) {
    const last = runs.at(-1);
    if (last?.edition === edition && last.to === revision - 1) last.to = revision;
    else runs.push({ from: revision, to: revision, edition });
  }
  return runs.map(({ from, to, edition }) => (from === to ? `${from}:${edition}` : `${from}-${to}:${edition}`));
}

export function parseEditions(text: string): Editions {
  const editions = new Map<number, number>();
  for (const [, from, to = from, edition] of text.matchAll(/(\d+)(?:-(\d+))?:(\d+)/g)) {
    for (let revision = Number(from); revision <= Number(to); revision++) editions.set(revision, Number(edition));
  }
  return editions;
}

/** Where a release stands, as far as one needs to know which entries count. */
export interface Committed {
  readonly revision: number;
  readonly editions: Editions;
}

/** A revision above the head, or another edition than the committed one, is a write that never came to its end. */
export function isCommitted({ revision, edition }: RevisionEntry, head: Committed): boolean {
  return revision <= head.revision && edition === (head.editions.get(revision) ?? 1);
}

export function isCommittedName(name: string, head: Committed): boolean {
  const entry = parseRevisionName(name);
  return entry !== undefined && isCommitted(entry, head);
}
