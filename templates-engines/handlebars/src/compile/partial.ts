import type { PartialBlockStatement, PartialStatement } from '../ast.ts';
import { innerFrame, type Data, type Definition, type Evaluate, type Frame, type Write } from '../run/frame.ts';
import { call, callForText, findDefinition, needDefinition } from '../run/invoke.ts';
import { outputLimit } from '../run/run.ts';
import { isDict, textOf } from '../run/value.ts';
import { compileExpression, compileHash } from './expression.ts';
import type { Body, Scope } from './scope.ts';

/** `{{> name context key=value}}` and `{{#> name}}…{{/name}}`. */
export function compilePartial(node: PartialStatement | PartialBlockStatement, scope: Scope): Write {
  const { unit } = scope;
  const name = compileName(node, scope);
  const context = compileContext(node, scope);
  const body = node.type === 'PartialBlockStatement' ? scope.program(node.program, scope) : undefined;
  const indent = node.type === 'PartialStatement' ? (node.indent ?? '') : '';
  const place = unit.place(node.loc.start);
  return (frame, out) => {
    const named = name(frame);
    const block = body && blockDefinition(body, frame);
    const data: Data = block ? { ...frame.data, parent: frame.data, partialBlock: block } : frame.data;
    const inlines = body?.define(frame, frame);
    const caller = { unit, place, frame: inlines === undefined ? frame : { ...frame, scope: { inlines } } };
    const definition = findDefinition(frame, named) ?? block ?? needDefinition(caller, named);
    const label = `partial ${named}`;
    if (indent === '' && !out.tracksLines) call(caller, label, definition, context(frame), data, out);
    else out.write(indented(callForText(caller, label, definition, context(frame), data), indent), place.line, 0);
    if (out.full) throw outputLimit(frame.run, unit, place);
  };
}

function compileName(node: PartialStatement | PartialBlockStatement, scope: Scope): (frame: Frame) => string {
  if (node.name.type !== 'SubExpression') {
    const name = String(node.name.original);
    return () => name;
  }
  const dynamic = compileExpression(node.name, scope, false);
  return (frame) => textOf(dynamic(frame));
}

function compileContext(node: PartialStatement | PartialBlockStatement, scope: Scope): Evaluate {
  const [param] = node.params;
  const own: Evaluate = param === undefined ? (frame) => frame.context : compileExpression(param, scope, false);
  const hash = compileHash(node.hash, scope, false);
  if (hash === undefined) return own;
  return (frame) => {
    const base = own(frame);
    return Object.fromEntries([...Object.entries(isDict(base) || Array.isArray(base) ? base : {}), ...Object.entries(hash(frame))]);
  };
}

/** The body of a partial block is about its caller: it sees the caller's contexts, and the caller's own partial block. */
function blockDefinition(body: Body, frame: Frame): Definition {
  const outerBlock = frame.data.partialBlock;
  return (context, _caller, data, out) => {
    const inner = innerFrame(frame, context, { ...data, parent: data, partialBlock: outerBlock });
    body.run(inner, frame, out);
  };
}

/** As Handlebars does it: every line, but for an empty one at the end. */
function indented(text: string, indent: string): string {
  if (indent === '') return text;
  const lines = text.split('\n');
  return lines.map((line, index) => (line === '' && index === lines.length - 1 ? '' : indent + line)).join('\n');
}
