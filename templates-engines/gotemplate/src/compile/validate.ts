import type { Parameter } from '../functions/signature.ts';
import type { Operand } from '../read/nodes.ts';
import { printNode } from '../read/print-node.ts';
import { ExecError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { siteOf } from '../run/run.ts';
import { staticTypeName } from '../value/kind.ts';

/** Checks a value that did not come as a literal. Nil is fine where Go has a nil. */
export function validate(frame: Frame, value: unknown, parameter: Parameter, node: Operand): unknown {
  if (value === undefined && parameter.nilable) return parameter.type === 'reflect.Value' ? undefined : null;
  if (value === undefined) return refuseAt(frame, node, `invalid value; expected ${parameter.type}`);
  if (parameter.accepts(value)) return value;
  const converted = parameter.convert?.(value);
  if (converted !== undefined) return converted;
  return refuseAt(frame, node, `wrong type for value; expected ${parameter.type}; got ${staticTypeName(value)}`);
}

export function refuseAt(frame: Frame, node: Operand, message: string): never {
  throw new ExecError(siteOf(frame, node.at, () => printNode(node)), message);
}
