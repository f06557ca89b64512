import { shapeOf, type Parameter, type Shape, type Signature } from '../functions/signature.ts';
import type { CommandNode, IdentifierNode, Operand } from '../read/nodes.ts';
import { printNode } from '../read/print-node.ts';
import { atSite, ExecError } from '../run/failure.ts';
import type { Evaluate, Frame } from '../run/frame.ts';
import { siteOf } from '../run/run.ts';
import { isTrue } from '../value/kind.ts';
import { lastNode } from './last-node.ts';
import type { Scope } from './scope.ts';
import { validate } from './validate.ts';

/** Calls a function or, with a receiver, a method. */
export type CallPlan = (frame: Frame, dot: unknown, final: unknown, receiver: unknown) => unknown;

interface CallSite {
  readonly name: string;
  readonly signature: Signature;
  /** What messages of the function itself name. */
  readonly node: Operand | CommandNode;
  /** The arguments. */
  readonly nodes: readonly Operand[];
  /** Whether one more comes from the stage before. */
  readonly piped: boolean;
  readonly scope: Scope;
  /** Whether the receiver is handed in as the first argument. */
  readonly bound: boolean;
}

/** `f a b`; the function is known to exist, or the template could not have been read. */
export function compileFunction(node: IdentifierNode, site: CommandNode | IdentifierNode, operands: readonly Operand[], scope: Scope, piped: boolean): Evaluate {
  const { name } = node;
  if (name === 'and' || name === 'or') return shortCircuit(node, operands.slice(1), scope, piped);
  const signature = scope.compiler.functions.get(name);
  if (signature === undefined) throw new Error(`function ${name} passed the parser but does not exist`);
  const plan = planCall({ name, signature, node: site, nodes: operands.slice(1), piped, scope, bound: false }, node);
  return (frame, dot, final) => plan(frame, dot, final, undefined);
}

export function planCall(site: CallSite, identifier: Operand = lastNode(site.node)): CallPlan {
  const { name, signature, node, nodes, piped, scope, bound } = site;
  const whole = shapeOf(signature);
  const shape = bound ? { fixed: whole.fixed.slice(1), rest: whole.rest } : whole;
  const wrong = wrongCount(name, shape, nodes.length, piped);
  if (wrong !== undefined) return refuse(identifier, wrong);
  const values = nodes.map((each, index) => scope.compiler.argument(each, parameterAt(shape, index), scope));
  const finalParameter = piped ? parameterAt(shape, nodes.length) : undefined;
  const lastOperand = lastNode(nodes.at(-1) ?? identifier);
  const call = signature.call as (frame: Frame, ...values: unknown[]) => unknown;
  return (frame, dot, final, receiver) => {
    const given: unknown[] = bound ? [receiver] : [];
    for (let index = 0; index < values.length; index++) given.push((values[index] as Evaluate)(frame, dot));
    if (finalParameter !== undefined) given.push(validate(frame, final, finalParameter, lastOperand));
    try {
      frame.run.charge(1);
      return spread(call, frame, given);
    } catch (error) {
      throw atSite(error, siteOf(frame, node.at, () => printNode(node)), name);
    }
  };
}

/** Most calls have one argument or two, and the spread of a list is slow. */
function spread(call: (frame: Frame, ...values: unknown[]) => unknown, frame: Frame, given: readonly unknown[]): unknown {
  if (given.length === 1) return call(frame, given[0]);
  return given.length === 2 ? call(frame, given[0], given[1]) : call(frame, ...given);
}

function parameterAt({ fixed, rest }: Shape, index: number): Parameter {
  const found = fixed[index] ?? rest;
  if (found === undefined) throw new Error('more arguments than parameters');
  return found;
}

function wrongCount(name: string, { fixed, rest }: Shape, given: number, piped: boolean): string | undefined {
  const count = given + (piped ? 1 : 0);
  if (rest !== undefined) return count < fixed.length ? `wrong number of args for ${name}: want at least ${fixed.length} got ${given}` : undefined;
  return count === fixed.length ? undefined : `wrong number of args for ${name}: want ${fixed.length} got ${count}`;
}

function refuse(node: Operand, message: string): CallPlan {
  return (frame) => {
    throw new ExecError(siteOf(frame, node.at, () => printNode(node)), message);
  };
}

/** `and` and `or` look at no more arguments than they have to, and give one of them back. */
function shortCircuit(node: IdentifierNode, nodes: readonly Operand[], scope: Scope, piped: boolean): Evaluate {
  if (nodes.length === 0 && !piped) {
    const plan = refuse(node, `wrong number of args for ${node.name}: want at least 1 got 0`);
    return (frame, dot) => plan(frame, dot, undefined, undefined);
  }
  const values = nodes.map((each) => scope.compiler.argument(each, undefined, scope));
  const wanted = node.name === 'or';
  return (frame, dot, final) => {
    let value: unknown;
    for (const evaluate of values) {
      value = evaluate(frame, dot);
      if (isTrue(value) === wanted) return value;
    }
    return piped ? final : value;
  };
}
