export const HEAD = 'head';
export const REVISION_PREFIX = 'revision/';

export function revisionName(revision: number): string {
  return `${REVISION_PREFIX}${revision}`;
}

/** @returns undefined for names of other entries */
export function revisionOf(name: string): number | undefined {
  if (!name.startsWith(REVISION_PREFIX)) return undefined;
  const number = Number(name.slice(REVISION_PREFIX.length));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
