import { RE2JS } from 're2js';
import { integer, text } from './arguments.ts';
import { helper, refuse, spend, spendText, type HelperCall, type HelperGroup } from './helper.ts';

type Args = readonly unknown[];

type Match = ReturnType<RE2JS['matcher']>;

const LONGEST_PATTERN = 10_000;

/** Go's grammar in linear time: a pattern cannot hang the rendering. */
function compile(call: HelperCall, pattern: string): RE2JS {
  if (pattern.length > LONGEST_PATTERN) refuse(call, `the pattern is longer than ${LONGEST_PATTERN} characters`);
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    // After the reason the message repeats the pattern, which may come from the values.
    const reason = cause instanceof Error ? cause.message.replace(/:? `[\s\S]*$/, '') : String(cause);
    return refuse(call, `the pattern is wrong: ${reason}`);
  }
}

/** All matches; an empty one right behind the one before it does not count, as in Go. */
function* matchesOf(call: HelperCall, pattern: string, value: string): Generator<Match> {
  const matcher = compile(call, pattern).matcher(value);
  let end = -1;
  while (matcher.find()) {
    spend(call, 1);
    if (matcher.end() > matcher.start() || matcher.start() !== end) yield matcher;
    end = matcher.end();
  }
}

function findAll(call: HelperCall, pattern: string, value: string, limit: number): string[] {
  const found: string[] = [];
  if (limit === 0) return found;
  for (const match of matchesOf(call, pattern, value)) {
    if (found.push(match.group() ?? '') === limit) break;
  }
  return found;
}

function find(call: HelperCall, pattern: string, value: string): string {
  return findAll(call, pattern, value, 1)[0] ?? '';
}

function matches(call: HelperCall, pattern: string, value: string): boolean {
  return compile(call, pattern).matcher(value).find();
}

/** `$1`, `${1}` and `${name}` as in Go; `literal` takes the replacement as it is. */
function replace(call: HelperCall, pattern: string, value: string, replacement: string, literal: boolean): string {
  let result = '';
  let from = 0;
  for (const match of matchesOf(call, pattern, value)) {
    result += value.slice(from, match.start()) + (literal ? replacement : expand(replacement, match));
    spendText(call, result.length);
    from = match.end();
  }
  return result + value.slice(from);
}

function expand(replacement: string, match: Match): string {
  return replacement.replaceAll(/\$(?:\$|\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    const name = braced ?? bare;
    return name === undefined ? whole.slice(1) : groupOf(match, name);
  });
}

/** A group that does not exist is empty, as in Go. */
function groupOf(match: Match, name: string): string {
  if (/^\d+$/.test(name)) return Number(name) <= match.groupCount() ? (match.group(Number(name)) ?? '') : '';
  return Object.hasOwn(match.namedGroups, name) ? (match.group(name) ?? '') : '';
}

/** As Go's Split: an empty match at the very beginning parts nothing, and a match at the very end is the last cut. */
function split(args: Args, call: HelperCall): string[] {
  const value = text(call, args, 1);
  const limit = args.length > 2 ? integer(call, args, 2) : -1;
  if (limit === 0) return [];
  const parts: string[] = [];
  let [from, cut] = [0, -1];
  for (const match of matchesOf(call, text(call, args, 0), value)) {
    if (limit > 0 && parts.length === limit - 1) break;
    cut = match.start();
    if (match.end() !== 0) parts.push(value.slice(from, cut));
    from = match.end();
  }
  return cut === value.length && value !== '' ? parts : [...parts, value.slice(from)];
}

function sprig(args: Args, call: HelperCall, literal: boolean): string {
  return replace(call, text(call, args, 0), text(call, args, 1), text(call, args, 2), literal);
}

export const regex: HelperGroup = {
  regexMatch: helper(2, 2, (args, call) => matches(call, text(call, args, 0), text(call, args, 1))),
  regexFind: helper(2, 2, (args, call) => find(call, text(call, args, 0), text(call, args, 1))),
  regexFindAll: helper(2, 3, (args, call) => findAll(call, text(call, args, 0), text(call, args, 1), args.length > 2 ? integer(call, args, 2) : -1)),
  regexReplaceAll: helper(3, 3, (args, call) => sprig(args, call, false)),
  regexReplaceAllLiteral: helper(3, 3, (args, call) => sprig(args, call, true)),
  regexSplit: helper(2, 3, split),
  regexQuoteMeta: helper(1, 1, (args, call) => RE2JS.quote(text(call, args, 0))),
  regex_match: helper(2, 2, (args, call) => matches(call, text(call, args, 1), text(call, args, 0))),
  regex_find: helper(2, 2, (args, call) => find(call, text(call, args, 1), text(call, args, 0))),
  regex_find_all: helper(2, 2, (args, call) => findAll(call, text(call, args, 1), text(call, args, 0), -1)),
  regex_replace: helper(3, 3, (args, call) => replace(call, text(call, args, 1), text(call, args, 0), text(call, args, 2), false)),
};
