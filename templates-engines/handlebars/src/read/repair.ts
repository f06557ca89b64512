import type { Position, Program } from '../ast.ts';
import { isProgram, parseSyntax } from './syntax.ts';
import { findTooDeep } from './nesting.ts';
import { findTags, type Tag } from './tags.ts';

export interface Finding {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly position: Position;
}

export interface Repaired {
  readonly program: Program | undefined;
  readonly findings: readonly Finding[];
  /** Where blocks and expressions are nested too deeply; then nothing is read. */
  readonly tooDeep?: Position;
}

const ROUNDS = 50;

/** Reads a template whatever is wrong with it: each wrong tag is reported, blanked out, and the rest read again. */
export function parseTolerantly(text: string): Repaired {
  const deep = findTooDeep(text);
  if (deep) return { program: undefined, findings: [], tooDeep: positionOf(text, deep.start) };
  let result = parseSyntax(text);
  if (isProgram(result)) return { program: result, findings: [] };
  const findings: Finding[] = [];
  let current = blankUnbalanced(text, findings);
  for (let round = 0; round < ROUNDS; round++) {
    result = parseSyntax(current);
    if (isProgram(result)) return { program: result, findings: sorted(findings) };
    const tag = tagAt(current, result.position);
    const position = tag ? positionOf(current, tag.start) : result.position;
    findings.push({ message: inTag(result.message, tag), hint: tag && hintFor(tag), position });
    current = blankUnbalanced(tag ? blank(current, tag) : blankLine(current, result.position.line), []);
  }
  return { program: undefined, findings: sorted(findings) };
}

/** Reports and blanks tags that never end, blocks that are never closed, and ends that close nothing. */
function blankUnbalanced(text: string, findings: Finding[]): string {
  const bad: Tag[] = [];
  const open: Tag[] = [];
  function refuse(tag: Tag, message: string): void {
    bad.push(tag);
    findings.push({ message, position: positionOf(text, tag.start) });
  }
  for (const tag of findTags(text, '{{', '}}')) {
    if (tag.escaped || tag.inner.startsWith('{{')) continue;
    if (!tag.complete) refuse(tag, 'the tag is never closed: "}}" is missing');
    if (tag.kind === 'open') open.push(tag);
    if (tag.kind === 'else' && open.length === 0) refuse(tag, '{{else}} stands outside of a block');
    if (tag.kind !== 'close') continue;
    const start = open.findLastIndex((candidate) => candidate.block === tag.block);
    if (start === -1) refuse(tag, `{{/${tag.block}}} closes nothing${expected(open.at(-1))}`);
    else for (const inner of open.splice(start).slice(1)) refuse(inner, `{{#${inner.block}}} is never closed`);
  }
  for (const tag of open) refuse(tag, `{{#${tag.block}}} is never closed`);
  return bad.reduce(blank, text);
}

function expected(open: Tag | undefined): string {
  return open === undefined ? '' : `; {{/${open.block}}} was expected`;
}

function inTag(message: string, tag: Tag | undefined): string {
  return tag === undefined ? message : `{{${shortened(tag.inner.trim())}}}: ${message}`;
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}

function hintFor(tag: Tag): string | undefined {
  const code = tag.inner.replaceAll(/"[^"]*"|'[^']*'/g, '""').replace(/\bas \|[^|]*\|/, '');
  if (code.includes('|')) return 'Handlebars has no pipes. Write the helper first: {{nindent 4 (toYaml values.x)}}.';
  if (/(?:^|[\s(~])\.[A-Za-z]|:=|^\s*-?\s*(?:range|end|define)\b/.test(code)) {
    return 'This looks like a Go template of Helm. In Handlebars write {{values.x}}, {{#each …}} and {{/each}}.';
  }
  if (/[=<>!]=|[-+*/%<>]\s|&&|\?/.test(code)) return 'There are no operators. Use helpers: {{add a b}}, {{#if (eq a b)}}, {{#if (and a b)}}.';
  return undefined;
}

function tagAt(text: string, position: Position): Tag | undefined {
  const offset = offsetOf(text, position);
  return findTags(text, '{{', '}}').find((tag) => tag.start <= offset && offset < Math.max(tag.end, tag.start + 1));
}

function blank(text: string, tag: Tag): string {
  return text.slice(0, tag.start) + text.slice(tag.start, tag.end).replaceAll(/[^\n]/g, ' ') + text.slice(tag.end);
}

function blankLine(text: string, line: number): string {
  return text.split('\n').map((row, index) => (index === line - 1 ? '' : row)).join('\n');
}

function offsetOf(text: string, position: Position): number {
  let offset = 0;
  for (let line = 1; line < position.line; line++) offset = text.indexOf('\n', offset) + 1;
  return offset + position.column;
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') - 1 };
}

function sorted(findings: Finding[]): Finding[] {
  return findings.toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
}
