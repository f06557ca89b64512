interface Candidate {
  text: string;
  distance: number;
}

/** The candidate that was probably meant by `word`, for "did you mean"; see nearMisses. */
export function nearMiss(word: string, candidates: Iterable<string>, maxDistance?: number): string | undefined {
  return nearMisses(word, candidates, 1, maxDistance)[0];
}

/**
 * Candidates within `maxDistance` edits of `word`, nearest first, at most `limit`. An edit inserts, removes or replaces
 * a character or swaps two neighbours; case is ignored. By default a third of the word's length is tolerated.
 */
export function nearMisses(word: string, candidates: Iterable<string>, limit: number, maxDistance?: number): string[] {
  const bound = maxDistance ?? Math.max(1, Math.floor(word.length / 3));
  const near: Candidate[] = [];
  for (const text of new Set(candidates)) {
    const distance = boundedDistance(word.toLowerCase(), text.toLowerCase(), bound);
    // With nothing in common any short word would be near any other.
    if (distance <= bound && distance < Math.max(word.length, 1)) near.push({ text, distance });
  }
  return near.sort(nearestFirst).slice(0, limit).map((candidate) => candidate.text);
}

function nearestFirst(a: Candidate, b: Candidate): number {
  if (a.distance !== b.distance) return a.distance - b.distance;
  return a.text < b.text ? -1 : 1;
}

/**
 * Damerau-Levenshtein distance in the restricted form (optimal string alignment: no edit inside a swapped pair);
 * anything above `bound` is given as `bound + 1`.
 */
function boundedDistance(a: string, b: string, bound: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = nextRow(a, b, row, last, beforeLast);
    if (Math.min(...current) > bound) return bound + 1;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? bound + 1;
}

function nextRow(a: string, b: string, row: number, last: number[], beforeLast: number[]): number[] {
  const current = [row];
  for (let column = 1; column <= b.length; column++) {
    const cost = a[row - 1] === b[column - 1] ? 0 : 1;
    const edited = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + cost);
    const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    current.push(swapped ? Math.min(edited, at(beforeLast, column - 2) + 1) : edited);
  }
  return current;
}

function at(row: number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
