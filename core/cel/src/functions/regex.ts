import { RE2JS } from 're2js';
import { Fault } from '../cel-error.ts';
import { define, matchCost, type Overload } from './overload.ts';

const CACHE_SIZE = 200;
const compiled = new Map<string, RE2JS>();

/** Patterns in Go's syntax, which run in time linear to the text. */
function compile(source: string): RE2JS {
  const known = compiled.get(source);
  if (known) return known;
  if (compiled.size >= CACHE_SIZE) compiled.clear();
  try {
    const pattern = RE2JS.compile(source);
    compiled.set(source, pattern);
    return pattern;
  } catch (error) {
    throw new Fault(error instanceof Error ? error.message : String(error));
  }
}

/** Undefined, or why a pattern cannot be used. */
export function patternProblem(source: string): string | undefined {
  try {
    compile(source);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function matches(text: string, pattern: string): boolean {
  return compile(pattern).matcher(text).find();
}

function find(text: string, pattern: string): string {
  const matcher = compile(pattern).matcher(text);
  return matcher.find() ? (matcher.group() ?? '') : '';
}

function findAll(text: string, pattern: string, limit = -1n): string[] {
  const matcher = compile(pattern).matcher(text);
  const most = limit < 0n ? Infinity : Number(limit);
  const found: string[] = [];
  while (found.length < most && matcher.find()) found.push(matcher.group() ?? '');
  return found;
}

/** Of the language itself. */
export const matching: readonly Overload[] = [
  define('string->matches(string): bool', matches, matchCost),
  define('matches(string, string): bool', matches, matchCost),
];

/** Kubernetes' regex library. */
export const regex: readonly Overload[] = [
  define('string->find(string): string', find, matchCost),
  define('string->findAll(string): list<string>', findAll, matchCost),
  define('string->findAll(string, int): list<string>', findAll, matchCost),
];
