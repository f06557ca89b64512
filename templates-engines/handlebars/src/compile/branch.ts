import type { BlockStatement, Program } from '../ast.ts';
import type { Place } from '../read/read.ts';
import { innerFrame, type Data, type Frame } from '../run/frame.ts';
import type { Output } from '../run/output.ts';
import { probe } from '../run/run.ts';
import type { Scope } from './scope.ts';

export type Run = (frame: Frame, parent: Frame, out: Output) => void;

/** The two ways that a block can go. */
export interface Branches {
  readonly node: BlockStatement;
  readonly scope: Scope;
  readonly place: Place;
  /** Runs the body about `context`; block parameters are taken if the block names any. */
  body(frame: Frame, context: unknown, params: readonly unknown[], out: Output, data?: Data): void;
  /** Runs what stands after `{{else}}`. */
  otherwise(frame: Frame, out: Output): void;
}

export function compileBranches(node: BlockStatement, scope: Scope): Branches {
  const taken = compileBranch(node, node.program, scope, 'then');
  const otherwise = compileBranch(node, node.inverse, scope, 'else');
  const takesParams = (node.program?.blockParams?.length ?? 0) > 0;
  return {
    node, scope,
    place: scope.unit.place(node.loc.start),
    body(frame, context, params, out, data) {
      const locals = takesParams ? { values: params, outer: frame.locals } : frame.locals;
      taken(innerFrame(frame, context, data, locals), frame, out);
    },
    otherwise: (frame, out) => otherwise(frame, frame, out),
  };
}

function compileBranch(node: BlockStatement, program: Program | undefined, scope: Scope, label: string): Run {
  if (program === undefined) return () => {};
  const body = scope.program(program, scope);
  const place = branchPlace(node, program, scope);
  return (frame, parent, out) => {
    probe('expression', frame, scope.unit, place, label);
    body.run(frame, parent, out);
  };
}

/** An empty branch has no place of its own in the syntax tree. */
export function branchPlace(node: BlockStatement, program: Program, scope: Scope): Place {
  return scope.unit.place(program.body[0]?.loc.start ?? program.loc?.start ?? node.loc.end);
}
