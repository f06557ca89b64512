import type { Parameter } from '../functions/signature.ts';
import type { NumberNode, Operand } from '../read/nodes.ts';
import { printNode } from '../read/print-node.ts';
import type { Evaluate } from '../run/frame.ts';
import { Int, type IntType } from '../value/int.ts';
import { compileFunction } from './call.ts';
import { compileChain, compileField, compileVariable } from './field.ts';
import { lastNode } from './last-node.ts';
import { compileLiteral, refuse } from './literal.ts';
import type { Scope } from './scope.ts';
import { validate } from './validate.ts';

/** An argument, checked against the type of its parameter; without one, any value will do. */
export function compileArgument(node: Operand, parameter: Parameter | undefined, scope: Scope): Evaluate {
  const evaluate = operand(node, scope);
  if (evaluate === undefined) return literal(node, parameter);
  if (parameter === undefined || parameter.type === 'reflect.Value') return evaluate;
  if (parameter.type === 'interface {}') return (frame, dot) => evaluate(frame, dot) ?? null;
  const last = lastNode(node);
  return (frame, dot) => {
    const value = evaluate(frame, dot);
    return parameter.accepts(value) ? value : validate(frame, value, parameter, last);
  };
}

function operand(node: Operand, scope: Scope): Evaluate | undefined {
  switch (node.type) {
    case 'dot': return (_frame, dot) => dot;
    case 'field': return compileField(node, [node], scope, false);
    case 'variable': return compileVariable(node, [node], scope, false);
    case 'pipe': return scope.compiler.pipe(node, scope);
    case 'identifier': return compileFunction(node, node, [node], scope, false);
    case 'chain': return compileChain(node, [node], scope, false);
    default: return undefined;
  }
}

function constant(value: unknown): Evaluate {
  return () => value;
}

function literal(node: Operand, parameter: Parameter | undefined): Evaluate {
  const type = parameter?.type ?? 'interface {}';
  if (node.type === 'nil') {
    if (parameter === undefined || parameter.nilable) return constant(type === 'reflect.Value' ? undefined : null);
    return refuse(node, `cannot assign nil to ${type}`);
  }
  switch (parameter?.literal ?? 'any') {
    case 'any': return compileLiteral(node);
    case 'string': return node.type === 'string' ? constant(node.value) : refuse(node, `expected string; found ${printNode(node)}`);
    case 'bool': return node.type === 'bool' ? constant(node.value) : refuse(node, `expected bool; found ${printNode(node)}`);
    case 'float': return number(node, ({ float }) => float, 'float');
    case 'int': return number(node, ({ int }) => (int === undefined ? undefined : new Int(int, type as IntType)), 'integer');
    case 'uint': return number(node, ({ uint }) => (uint === undefined ? undefined : new Int(uint, type as IntType)), 'unsigned integer');
    case 'none': return refuse(node, `can't handle ${printNode(node)} for arg of type ${type}`);
  }
}

function number(node: Operand, read: (node: NumberNode) => unknown, kind: string): Evaluate {
  const value = node.type === 'number' ? read(node) : undefined;
  return value === undefined ? refuse(node, `expected ${kind}; found ${printNode(node)}`) : constant(value);
}
