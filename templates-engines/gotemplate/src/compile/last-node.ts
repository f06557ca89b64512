import type { CommandNode, Operand, PipeNode } from '../read/nodes.ts';

/** The part of an expression that Go evaluates last, which is what its messages about the result name. */
export function lastNode(node: Operand | PipeNode | CommandNode): Operand {
  if (node.type === 'pipe') return lastNode(node.commands.at(-1) ?? { type: 'dot', at: node.at });
  if (node.type !== 'command') return node;
  const [first, ...more] = node.operands;
  if (first === undefined) return { type: 'dot', at: node.at };
  if (first.type === 'identifier' && more.length > 0) return lastNode(more.at(-1) as Operand);
  return first.type === 'pipe' ? lastNode(first) : first;
}
