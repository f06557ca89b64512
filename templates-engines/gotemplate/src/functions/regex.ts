import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { quote } from '../format/quote.ts';
import { compilePattern, findAll, type Pattern } from '../format/pattern.ts';
import { toNumber, type Int } from '../value/int.ts';
import { nilSlice, strings } from '../value/slice.ts';
import { fn, type FunctionGroup } from './signature.ts';

/** Work grows with the text and with the size of the compiled pattern. */
function pattern(frame: Frame, source: string, text: string): Pattern {
  const compiled = compilePattern(source);
  frame.run.charge(1 + ((text.length * compiled.weight) >>> 1));
  return compiled;
}

function matches(frame: Frame, source: string, text: string): boolean {
  return pattern(frame, source, text).expression.matcher(text).find();
}

/** Functions without `must` word a pattern that cannot be read as Go's MustCompile does. */
function compiling<Result>(work: (frame: Frame, source: string, ...more: never[]) => Result): (frame: Frame, source: string, ...more: never[]) => Result {
  return (frame, source, ...more) => {
    try {
      compilePattern(source);
    } catch (error) {
      const shown = /^[^`\p{Cc}\ufeff]*$/u.test(source) ? `\`${source}\`` : quote(source);
      throw error instanceof FunctionError ? new FunctionError(`regexp: Compile(${shown}): ${error.message}`) : error;
    }
    return work(frame, source, ...more);
  };
}

/** False for a pattern that cannot be read. */
function lenientMatch(frame: Frame, source: string, text: string): boolean {
  try {
    return matches(frame, source, text);
  } catch (error) {
    if (error instanceof FunctionError) return false;
    throw error;
  }
}

function find(frame: Frame, source: string, text: string): string {
  const [first] = findAll(pattern(frame, source, text), text, 1);
  return first === undefined ? '' : text.slice(first.start, first.end);
}

function findAllTexts(frame: Frame, source: string, text: string, limit: Int): unknown[] {
  const found = findAll(pattern(frame, source, text), text, toNumber(limit));
  frame.run.charge(found.length);
  return found.length === 0 ? nilSlice('[]string') : strings(found.map(({ start, end }) => text.slice(start, end)));
}

function replace(frame: Frame, source: string, text: string, replacement: (groups: (name: string) => string) => string): string {
  const compiled = pattern(frame, source, text);
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, group } of findAll(compiled, text, -1)) {
    const part = replacement(group);
    frame.run.chargeText(part.length);
    parts.push(text.slice(at, start), part);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Go's Expand: `$1`, `$name` (as long as it can be) and `${name}`; `$$` is a dollar sign. */
function expand(template: string, group: (name: string) => string): string {
  return template.replaceAll(/\$(?:(\$)|(\w+)|\{(\w+)\})/g, (_all, dollar: string | undefined, name: string | undefined, braced: string | undefined) => dollar ?? group(name ?? braced ?? ''));
}

function replaceAll(frame: Frame, source: string, text: string, template: string): string {
  return replace(frame, source, text, template.includes('$') ? (group) => expand(template, group) : () => template);
}

function split(frame: Frame, source: string, text: string, limit: Int): unknown[] {
  const most = toNumber(limit);
  if (most === 0) return nilSlice('[]string');
  if (source !== '' && text === '') return strings(['']);
  const parts: string[] = [];
  let begin = 0;
  let end = 0;
  for (const match of findAll(pattern(frame, source, text), text, -1)) {
    if (most > 0 && parts.length === most - 1) break;
    end = match.start;
    if (match.end !== 0) parts.push(text.slice(begin, end));
    begin = match.end;
  }
  if (end !== text.length) parts.push(text.slice(begin));
  return strings(parts);
}

function replaceLiteral(frame: Frame, source: string, text: string, literal: string): string {
  return replace(frame, source, text, () => literal);
}

export const regex: FunctionGroup = {
  regexMatch: fn('string string', lenientMatch), mustRegexMatch: fn('string string', matches),
  regexFind: fn('string string', compiling(find)), mustRegexFind: fn('string string', find),
  regexFindAll: fn('string string int', compiling(findAllTexts)), mustRegexFindAll: fn('string string int', findAllTexts),
  regexReplaceAll: fn('string string string', compiling(replaceAll)), mustRegexReplaceAll: fn('string string string', replaceAll),
  regexReplaceAllLiteral: fn('string string string', compiling(replaceLiteral)), mustRegexReplaceAllLiteral: fn('string string string', replaceLiteral),
  regexSplit: fn('string string int', compiling(split)), mustRegexSplit: fn('string string int', split),
  regexQuoteMeta: fn('string', (_frame, text: string) => text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&')),
};
