import type { NumberNode, Operand } from '../read/nodes.ts';
import { printNode } from '../read/print-node.ts';
import { ExecError } from '../run/failure.ts';
import type { Evaluate } from '../run/frame.ts';
import { siteOf } from '../run/run.ts';
import { Int } from '../value/int.ts';

/** Fails when it is evaluated. */
export function refuse(node: Operand, message: string): Evaluate {
  return (frame) => {
    throw new ExecError(siteOf(frame, node.at, () => printNode(node)), message);
  };
}

/** Operands that stand for themselves. */
export function compileLiteral(node: Operand): Evaluate {
  switch (node.type) {
    case 'dot': return (_frame, dot) => dot;
    case 'bool': case 'string': {
      const { value } = node;
      return () => value;
    }
    case 'number': return idealConstant(node);
    default: return refuse(node, `can't evaluate command ${JSON.stringify(printNode(node))}`);
  }
}

/** The spelling of a number tells its type where nothing else does. */
function idealConstant(node: NumberNode): Evaluate {
  const { source, int, float } = node;
  const isHex = /^0[xX]/.test(source) && !/[pP]/.test(source);
  if (float !== undefined && !isHex && !source.startsWith('\'') && /[.eEpP]/.test(source)) return () => float;
  if (int === undefined) return refuse(node, `${source} overflows int`);
  const value = new Int(int, 'int');
  return () => value;
}
