import type { BlockStatement, ContentStatement, DecoratorBlock, MustacheStatement, Program, Statement } from '../ast.ts';
import { errors } from '../errors.ts';
import type { Unit } from '../read/read.ts';
import { sameContext, type Definition, type Definitions, type Frame, type Write } from '../run/frame.ts';
import { here, isStrict, outputLimit, probe } from '../run/run.ts';
import { isScalar, kindOf, textOf } from '../run/value.ts';
import { compileBlock } from './block.ts';
import { lineOfContent } from './content-line.ts';
import { asDefinition, definedName, detailOf } from './definition.ts';
import { compileCall, sourceOf } from './expression.ts';
import { compilePartial } from './partial.ts';
import type { Body, Inline, Scope } from './scope.ts';

/** Compiles a whole template. It must be free of errors. */
export function compileUnit(unit: Unit): Body {
  const empty: Program = { type: 'Program', body: [] };
  return compileProgram(unit.program ?? empty, { unit, params: [], program: compileProgram });
}

function compileProgram(node: Program, outer: Scope): Body {
  const names = node.blockParams ?? [];
  const scope: Scope = names.length === 0 ? outer : { ...outer, params: [names, ...outer.params] };
  const inlines = node.body.flatMap((statement) => asDefinition(statement) ?? []).map((definition) => inline(definition, scope));
  const writes = node.body.filter((statement) => asDefinition(statement) === undefined).flatMap((statement) => compileStatement(statement, scope));
  const body: Body = {
    hasParams: names.length > 0,
    inlines,
    define: (frame, parent) => (inlines.length === 0 ? undefined : withInlines(inlines, frame, parent)),
    run(frame, parent, out) {
      const { scope: partials } = frame;
      const { inlines: around } = partials;
      partials.inlines = body.define(frame, parent) ?? around;
      for (const write of writes) write(frame, out);
      partials.inlines = around;
    },
  };
  return body;
}

function inline(node: DecoratorBlock | BlockStatement, scope: Scope): Inline {
  return { name: definedName(node) ?? '', body: compileProgram(node.program ?? { type: 'Program', body: [] }, scope) };
}

/** Inline partials see the block parameters around them, and the contexts around the program that holds them. */
function withInlines(inlines: readonly Inline[], frame: Frame, parent: Frame | undefined): Definitions {
  const partials = new Map<string, Definition>(frame.scope.inlines);
  for (const { name, body } of inlines) {
    partials.set(name, (context, _caller, data, out) => {
      const outer = parent !== undefined && sameContext(context, parent.context) ? parent.outer : parent;
      body.run({ run: frame.run, context, outer, data, locals: frame.locals, scope: frame.scope }, parent, out);
    });
  }
  return partials;
}

function compileStatement(node: Statement, scope: Scope): Write[] {
  if (node.type === 'ContentStatement') return node.value === '' ? [] : [content(node, scope)];
  if (node.type === 'MustacheStatement') return [announced(node, mustache(node, scope), scope)];
  if (node.type === 'BlockStatement') return [announced(node, compileBlock(node, scope), scope)];
  if (node.type === 'PartialStatement' || node.type === 'PartialBlockStatement') return [announced(node, compilePartial(node, scope), scope)];
  return [];
}

function announced(node: Statement, write: Write, { unit }: Scope): Write {
  const place = unit.place(node.loc.start);
  const detail = detailOf(node, unit);
  return (frame, out) => {
    probe('expression', frame, unit, place, detail);
    write(frame, out);
  };
}

function content(node: ContentStatement, { unit }: Scope): Write {
  const text = unit.restore(node.value);
  const place = { ...unit.place(node.loc.start), line: lineOfContent(node, unit) };
  return (frame, out) => {
    out.write(text, place.line, 1);
    if (out.full) throw outputLimit(frame.run, unit, place);
  };
}

function mustache(node: MustacheStatement, scope: Scope): Write {
  const { unit } = scope;
  const value = compileCall(node, scope);
  const place = unit.place(node.loc.start);
  const source = sourceOf(node.path, unit);
  return (frame, out) => {
    const result = value(frame);
    const text = typeof result === 'string' ? result : printed(result);
    out.write(text, place.line, 0);
    if (out.full) throw outputLimit(frame.run, unit, place);

    function printed(given: unknown): string {
      if (given === null || isScalar(given) || !isStrict(frame.run, unit)) return textOf(given);
      const where = here(frame.run, unit, place);
      if (given === undefined) throw errors.UNDEFINED_VALUE(`the result of ${source}`, undefined, 'Give it a default: {{default "…" (…)}}.', where);
      throw errors.NOT_PRINTABLE(source, kindOf(given), where);
    }
  };
}
