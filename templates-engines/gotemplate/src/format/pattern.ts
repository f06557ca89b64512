import { FunctionError } from '../run/failure.ts';
import { re2 } from '../run/node-modules.ts';
import type { RE2JS } from 're2js';

/** A regular expression of Go. */
export interface Pattern {
  readonly expression: RE2JS;
  /** How much work a character of the text is, at most. */
  readonly weight: number;
}

export interface Match {
  readonly start: number;
  readonly end: number;
  /** A group by number or name; empty if there is none. */
  readonly group: (name: string) => string;
}

const MAX_PATTERN = 10_000;
const patterns = new Map<string, Pattern>();

/** @throws FunctionError in Go's words */
export function compilePattern(source: string): Pattern {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  if (source.length > MAX_PATTERN) throw new FunctionError('error parsing regexp: expression too large');
  const pattern = { expression: compile(source), weight: weightOf(source) };
  if (patterns.size > 200) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}

function compile(source: string): RE2JS {
  try {
    return re2().RE2JS.compile(source);
  } catch (error) {
    throw new FunctionError(error instanceof Error ? error.message : String(error));
  }
}

/** Repetitions multiply: `(a{100}){10}` is a thousand states. */
function weightOf(source: string): number {
  const counts = [...source.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, low, high]) => Math.max(1, Number(low), Number(high ?? 0)));
  return Math.max(1, source.length >>> 3) * counts.reduce((product, count) => Math.min(product * count, 1_000_000), 1);
}

/** Matches from left to right as Go finds them: an empty one right behind another does not count. */
export function findAll({ expression }: Pattern, text: string, limit: number): Match[] {
  const matcher = expression.matcher(text);
  const names = expression.namedGroups() as Readonly<Record<string, number>>;
  const found: Match[] = [];
  let previous = -1;
  const most = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  while (found.length < most && matcher.find()) {
    const start = matcher.start();
    const end = matcher.end();
    if (start === end && start === previous) continue;
    previous = end;
    found.push(matchOf(matcher, names, start, end));
  }
  return found;
}

function matchOf(matcher: ReturnType<RE2JS['matcher']>, names: Readonly<Record<string, number>>, start: number, end: number): Match {
  const count = matcher.groupCount();
  const groups = Array.from({ length: count + 1 }, (_none, index) => matcher.group(index) ?? '');
  return { start, end, group: (name) => groups[/^\d+$/.test(name) ? Number(name) : names[name] ?? -1] ?? '' };
}
