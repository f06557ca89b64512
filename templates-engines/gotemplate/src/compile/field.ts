import { quote } from '../format/quote.ts';
import { filesMember } from '../objects/files.ts';
import { valuesMethods } from '../objects/values-methods.ts';
import type { ChainNode, FieldNode, Operand, VariableNode } from '../read/nodes.ts';
import { printNode } from '../read/print-node.ts';
import { atSite, ExecError } from '../run/failure.ts';
import type { Evaluate, Frame } from '../run/frame.ts';
import { siteOf } from '../run/run.ts';
import { shapeOf, type Signature } from '../functions/signature.ts';
import { versionSetMethods } from '../objects/version-set.ts';
import { Host } from '../value/host.ts';
import { typeName } from '../value/kind.ts';
import { GoMap, StringMap, ValuesMap } from '../value/map.ts';
import { sliceType } from '../value/slice.ts';
import { planCall, type CallPlan } from './call.ts';
import { lastNode } from './last-node.ts';
import { compileLiteral } from './literal.ts';
import type { Scope } from './scope.ts';

type Accessor = FieldNode | VariableNode | ChainNode;

/** `.a.b`, with arguments for a method at its end. */
export function compileField(node: FieldNode, operands: readonly Operand[], scope: Scope, piped: boolean): Evaluate {
  return compilePath((_frame, dot) => dot, node, node.path, operands, scope, piped, scope.elementDot);
}

/** `$`, `$x`, `$x.a.b`. */
export function compileVariable(node: VariableNode, operands: readonly Operand[], scope: Scope, piped: boolean): Evaluate {
  const { slot } = node;
  const base: Evaluate = slot === -1 ? (frame) => frame.root : (frame) => frame.variables[slot];
  return node.path.length === 0 ? base : compilePath(base, node, node.path, operands, scope, piped, false);
}

/** `(f .).a.b`. */
export function compileChain(node: ChainNode, operands: readonly Operand[], scope: Scope, piped: boolean): Evaluate {
  const base = node.base.type === 'nil' ? explicitNil(node) : chainBase(node, scope);
  return compilePath(base, node, node.path, operands, scope, piped, false);
}

function explicitNil(node: ChainNode): Evaluate {
  return (frame) => {
    throw new ExecError(siteOf(frame, node.at, () => printNode(node)), `indirection through explicit nil in ${printNode(node)}`);
  };
}

function chainBase({ base }: ChainNode, scope: Scope): Evaluate {
  return base.type === 'pipe' || base.type === 'identifier' ? scope.compiler.argument(base, undefined, scope) : compileLiteral(base);
}

function compilePath(base: Evaluate, node: Accessor, path: readonly string[], operands: readonly Operand[], scope: Scope, piped: boolean, element: boolean): Evaluate {
  const names = path.slice(0, -1);
  const last = path.at(-1) ?? '';
  const member = lastMember(node, last, operands, scope, piped);
  if (names.length === 0) return (frame, dot, final) => member(frame, dot, base(frame, dot), final, element);
  return (frame, dot, final) => {
    let value = base(frame, dot);
    let inner = element;
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string;
      const receiver = value;
      value = receiver instanceof GoMap ? receiver[name] ?? plainMember(frame, receiver, name, node, inner) : plainMember(frame, receiver, name, node, inner);
      // Fields of a struct have their own type, members of maps are seen through an interface.
      inner = !(receiver instanceof Host);
    }
    return member(frame, dot, value, final, inner);
  };
}

type Member = (frame: Frame, dot: unknown, receiver: unknown, final: unknown, element: boolean) => unknown;

/** The end of a path may be a method and take arguments. */
function lastMember(node: Accessor, name: string, operands: readonly Operand[], scope: Scope, piped: boolean): Member {
  const hasArguments = operands.length > 1 || piped;
  const mayBeMethod = Object.hasOwn(valuesMethods, name);
  let plans: Map<Signature, CallPlan> | undefined;
  return (frame, dot, receiver, final, element) => {
    if (receiver instanceof GoMap && !hasArguments && !mayBeMethod) return receiver[name] ?? plainMember(frame, receiver, name, node, element);
    const method = methodOf(receiver, name);
    if (method === undefined) {
      return hasArguments ? refuseArguments(frame, receiver, name, node, element) : plainMember(frame, receiver, name, node, element);
    }
    plans ??= new Map();
    let plan = plans.get(method);
    if (plan === undefined) plans.set(method, plan = planCall({ name, signature: method, node, nodes: operands.slice(1), piped, scope, bound: true }));
    return plan(frame, dot, final, receiver);
  };
}

function methodOf(receiver: unknown, name: string): Signature | undefined {
  const methods = methodsOf(receiver);
  return methods !== undefined && Object.hasOwn(methods, name) ? methods[name] : undefined;
}

function methodsOf(receiver: unknown): Readonly<Record<string, Signature>> | undefined {
  if (receiver instanceof Host) return receiver.methods;
  if (receiver instanceof ValuesMap) return valuesMethods;
  return Array.isArray(receiver) && sliceType(receiver) === 'common.VersionSet' ? versionSetMethods : undefined;
}

function refuseArguments(frame: Frame, receiver: unknown, name: string, node: Accessor, element: boolean): unknown {
  if (receiver === undefined) return undefined;
  if (receiver instanceof GoMap) throw new ExecError(siteOf(frame, node.at, () => printNode(node)), `${name} is not a method but has arguments`);
  const found = plainMember(frame, receiver, name, node, element);
  if (found === undefined) return undefined;
  throw new ExecError(siteOf(frame, node.at, () => printNode(node)), `${name} has arguments but cannot be invoked as function`);
}

/** A member without arguments. @param element whether Go sees the receiver through an interface */
function plainMember(frame: Frame, receiver: unknown, name: string, node: Accessor, element: boolean): unknown {
  const strict = frame.run.options.missingKey === 'error';
  if (receiver === undefined) return strict ? fail(frame, node, `nil data; no entry for key ${quote(name)}`) : undefined;
  if (receiver === null) return fail(frame, node, `nil pointer evaluating interface {}.${name}`);
  if (receiver instanceof GoMap) return mapMember(frame, receiver, name, node, strict);
  const method = methodOf(receiver, name);
  if (method !== undefined) return callMethod(frame, receiver, name, method, node);
  if (receiver instanceof Host) {
    const fields = receiver.fields();
    if (Object.hasOwn(fields, name)) return fields[name];
    if (receiver.kind === 'map') return filesMember();
  }
  return fail(frame, node, `can't evaluate field ${name} in type ${element ? 'interface {}' : typeName(receiver)}`);
}

/** In the middle of a path no arguments can be given. */
function callMethod(frame: Frame, receiver: unknown, name: string, signature: Signature, node: Accessor): unknown {
  const { fixed } = shapeOf(signature);
  if (fixed.length > 1) return fail(frame, node, `wrong number of args for ${name}: want ${fixed.length - 1} got 0`);
  try {
    return (signature.call as (frame: Frame, receiver: unknown) => unknown)(frame, receiver);
  } catch (error) {
    throw atSite(error, siteOf(frame, node.at, () => printNode(node)), name);
  }
}

function mapMember(frame: Frame, map: GoMap, name: string, node: Accessor, strict: boolean): unknown {
  const method = methodOf(map, name);
  if (method !== undefined) return callMethod(frame, map, name, method, node);
  const found = map[name];
  if (found !== undefined) return found;
  if (strict && !Object.hasOwn(map, name)) return fail(frame, node, `map has no entry for key ${quote(name)}`);
  return map instanceof StringMap ? '' : null;
}

/** Of a path behind parentheses Go names what it evaluated last inside of them. */
function fail(frame: Frame, node: Accessor, message: string): never {
  const named = node.type === 'chain' ? lastNode(node.base) : node;
  throw new ExecError(siteOf(frame, named.at, () => printNode(named)), message);
}
