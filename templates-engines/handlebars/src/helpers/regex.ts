import { RE2JS } from 're2js';
import { integer, text } from './arguments.ts';
import { helper, refuse, spend, spendText, type HelperCall, type HelperGroup } from './helper.ts';

type Args = readonly unknown[];

const LONGEST_PATTERN = 10_000;

/** Go's grammar in linear time: a pattern cannot hang the rendering. */
function compile(call: HelperCall, pattern: string): RE2JS {
  if (pattern.length > LONGEST_PATTERN) refuse(call, `the pattern is longer than ${LONGEST_PATTERN} characters`);
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    return refuse(call, `the pattern is wrong: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function findAll(call: HelperCall, pattern: string, value: string, limit: number): string[] {
  const matcher = compile(call, pattern).matcher(value);
  const found: string[] = [];
  const most = limit < 0 ? Number.POSITIVE_INFINITY : limit;
  while (found.length < most && matcher.find()) {
    spend(call, 1);
    found.push(matcher.group() ?? '');
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
  const matcher = compile(call, pattern).matcher(value);
  let result = '';
  let from = 0;
  while (matcher.find()) {
    spend(call, 1);
    result += value.slice(from, matcher.start()) + (literal ? replacement : expand(replacement, matcher));
    spendText(call, result.length);
    from = matcher.end();
  }
  return result + value.slice(from);
}

type Match = ReturnType<RE2JS['matcher']>;

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

function split(args: Args, call: HelperCall): string[] {
  const value = text(call, args, 1);
  const limit = args.length > 2 ? integer(call, args, 2) : -1;
  const matcher = compile(call, text(call, args, 0)).matcher(value);
  const parts: string[] = [];
  let from = 0;
  const most = limit < 0 ? Number.POSITIVE_INFINITY : limit - 1;
  while (parts.length < most && matcher.find()) {
    spend(call, 1);
    if (matcher.end() === 0) continue;
    parts.push(value.slice(from, matcher.start()));
    from = matcher.end();
  }
  return [...parts, value.slice(from)];
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
