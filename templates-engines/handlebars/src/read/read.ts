import type { JsonObject, SherpackError, TemplateSource } from '@sherpack/plugin-api';
import { excerpt } from '@sherpack/yaml/excerpt';
import type { Position, Program, Span } from '../ast.ts';
import { errors, type Where } from '../errors.ts';
import { checkDelimiters, DEFAULT_DELIMITERS, rewriteDelimiters, type Delimiters } from './delimiters.ts';
import { readDirective } from './directive.ts';
import { parseTolerantly } from './repair.ts';

/** A place in a template as people count: both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A template, read. Nothing in it refers to a rendering. */
export interface Unit {
  readonly name: string;
  /** As written; excerpts come from it. */
  readonly text: string;
  /** The template's own word on strictness. */
  readonly strict: boolean | undefined;
  readonly program: Program | undefined;
  readonly errors: readonly SherpackError[];
  place(position: Position): Place;
  /** The characters of a node as the template has them. */
  source(span: Span): string;
  restore(text: string): string;
}

export function readTemplate(source: Pick<TemplateSource, 'name' | 'text'>, options: JsonObject): Unit {
  const directive = readDirective(source.text);
  const findings: SherpackError[] = [];
  const first = where(source, { line: 1, column: 1 });
  if (directive?.unknown.length) findings.push(errors.SYNTAX(`the first line says "${directive.unknown.join(' ')}"`, 'It may set delimiters=<< >> and strict=false.', first));
  const wrong = directive?.delimiters && checkDelimiters(directive.delimiters);
  if (wrong) findings.push(errors.SYNTAX(wrong, undefined, first));
  const delimiters = wrong === undefined ? (directive?.delimiters ?? optionDelimiters(options)) : DEFAULT_DELIMITERS;
  const rewritten = rewriteDelimiters(directive?.rest ?? source.text, delimiters);
  const skipped = directive === undefined ? 0 : 1;
  function place(position: Position): Place {
    const { line, column } = rewritten.original(position);
    return { line: line + skipped, column: column + 1 };
  }
  const { program, findings: found, tooDeep } = parseTolerantly(rewritten.text);
  if (tooDeep) findings.push(errors.NESTING_LIMIT(where(source, place(tooDeep))));
  for (const one of found) findings.push(errors.SYNTAX(rewritten.restore(one.message), one.hint, where(source, place(one.position))));
  const slice = slicer(rewritten.text);
  return {
    name: source.name, text: source.text, strict: directive?.strict, program, errors: findings, place, restore: rewritten.restore,
    source: (span) => rewritten.restore(slice(span)),
  };
}

function slicer(text: string): (span: Span) => string {
  let starts: number[] | undefined;
  function offset(position: Position): number {
    starts ??= [0, ...[...text.matchAll(/\r\n?|\n/g)].map((found) => found.index + found[0].length)];
    return (starts[position.line - 1] ?? 0) + position.column;
  }
  return (span) => text.slice(offset(span.start), offset(span.end));
}

/** @throws HANDLEBARS_OPTIONS */
export function optionDelimiters(options: JsonObject): Delimiters {
  const { delimiters } = options;
  if (delimiters === undefined) return DEFAULT_DELIMITERS;
  const wrong = checkDelimiters(delimiters);
  if (wrong !== undefined) throw errors.OPTIONS(wrong);
  return delimiters as unknown as Delimiters;
}

/** Ends the name of a text that `tpl` reads. */
export const TEXT_SUFFIX = ' (tpl)';

export function where(unit: Pick<Unit, 'name' | 'text'>, { line, column }: Place, trail: readonly string[] = []): Where {
  const location = { file: unit.name, line, column };
  // A text given to tpl comes from the values, and what stands around the place may be a secret.
  if (unit.name.endsWith(TEXT_SUFFIX)) return { location, trail };
  return { location: { ...location, excerpt: excerpt(unit.text, line, column) }, trail };
}
