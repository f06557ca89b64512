import type { ActionNode, PipeNode } from '../read/nodes.ts';
import type { Evaluate } from '../run/frame.ts';
import type { Scope } from './scope.ts';

/** Of pipelines that several actions have in common: for a dot of a known type, and for an element. */
const compiled = [new WeakMap<PipeNode, Evaluate>(), new WeakMap<PipeNode, Evaluate>()] as const;

/** The pipeline of a node of the tree. While it is evaluated, the frame must know the node's `base`. */
export function compileHead(node: Pick<ActionNode, 'pipe' | 'shared'>, scope: Scope): Evaluate {
  // To ask a node that shares its pipeline for `pipe` makes a copy.
  return node.shared === undefined ? scope.compiler.pipe(node.pipe, scope) : compileOnce(node.shared, scope);
}

function compileOnce(pipe: PipeNode, scope: Scope): Evaluate {
  const known = compiled[scope.elementDot ? 1 : 0];
  const before = known.get(pipe);
  if (before !== undefined) return before;
  const evaluate = scope.compiler.pipe(pipe, scope);
  known.set(pipe, evaluate);
  return evaluate;
}
