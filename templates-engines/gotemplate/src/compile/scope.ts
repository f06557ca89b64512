import type { Parameter, Signature } from '../functions/signature.ts';
import type { ListNode, Operand, PipeNode } from '../read/nodes.ts';
import type { Evaluate, Execute } from '../run/frame.ts';

/** The parts of the compiler that call one another. */
export interface Compiler {
  readonly functions: ReadonlyMap<string, Signature>;
  /** Compiled when it first runs. */
  list(node: ListNode, scope: Scope): Execute;
  pipe(node: PipeNode, scope: Scope): Evaluate;
  /** Checked against the type of its parameter; without one, any value will do. */
  argument(node: Operand, parameter: Parameter | undefined, scope: Scope): Evaluate;
}

/** What is known where a piece of a template stands. */
export interface Scope {
  readonly compiler: Compiler;
  /** Whether the dot is an element of an untyped list or map: Go's messages then call its type `interface {}`. */
  readonly elementDot: boolean;
}
