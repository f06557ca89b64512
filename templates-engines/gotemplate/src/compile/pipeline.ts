import type { CommandNode, Operand, PipeNode } from '../read/nodes.ts';
import { printNode } from '../read/print-node.ts';
import type { Evaluate } from '../run/frame.ts';
import { compileFunction } from './call.ts';
import { compileChain, compileField, compileVariable } from './field.ts';
import { compileLiteral, refuse } from './literal.ts';
import type { Scope } from './scope.ts';

/** A pipeline as a function of the dot. What it gives is never a nil interface: Go unpacks those between stages. */
export function compilePipe({ commands, declares }: PipeNode, scope: Scope): Evaluate {
  const stages = commands.map((command, index) => compileCommand(command, scope, index > 0));
  const evaluate = chain(stages);
  const slots = declares.map(({ slot }) => slot);
  if (slots.length === 0) return evaluate;
  return (frame, dot) => {
    const value = evaluate(frame, dot);
    for (const slot of slots) frame.variables[slot] = value;
    return value;
  };
}

function chain(stages: readonly Evaluate[]): Evaluate {
  const [first, ...more] = stages as [Evaluate, ...Evaluate[]];
  if (more.length === 0) return (frame, dot) => first(frame, dot) ?? undefined;
  return (frame, dot) => {
    let value = first(frame, dot) ?? undefined;
    for (const stage of more) value = stage(frame, dot, value) ?? undefined;
    return value;
  };
}

/** @param piped whether the stage before gives one more argument */
function compileCommand(command: CommandNode, scope: Scope, piped: boolean): Evaluate {
  const [first] = command.operands as [Operand, ...Operand[]];
  switch (first.type) {
    case 'field': return compileField(first, command.operands, scope, piped);
    case 'chain': return compileChain(first, command.operands, scope, piped);
    case 'variable': return first.path.length === 0 ? lone(command, compileVariable(first, command.operands, scope, piped), piped) : compileVariable(first, command.operands, scope, piped);
    case 'identifier': return compileFunction(first, command, command.operands, scope, piped);
    case 'pipe': return lone(command, compilePipe(first, scope), piped);
    case 'nil': return refuse(first, 'nil is not a command');
    default: return lone(command, compileLiteral(first), piped);
  }
}

/** What is no function takes no arguments. */
function lone(command: CommandNode, evaluate: Evaluate, piped: boolean): Evaluate {
  const [first] = command.operands as [Operand, ...Operand[]];
  if (command.operands.length === 1 && !piped) return evaluate;
  return refuse(first, `can't give argument to non-function ${printNode(first)}`);
}
