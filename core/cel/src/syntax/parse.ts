import { Fault } from '../cel-error.ts';
import { bytesLiteral } from './bytes-literal.ts';
import { parseWithEngine, type EngineNode } from './engine.ts';
import type { Expression } from './expression.ts';
import { expandMacro, type MacroCall } from './macros.ts';
import { markOptionals } from './optional-marks.ts';
import { INT_MAX, INT_MIN, Uint } from '../values/number.ts';

const DEPTH_LIMIT = 600;

/** What the walk from the engine's tree to ours needs: the text, for places, and which macros there are. */
interface Source {
  readonly text: string;
  readonly hasMacro: (name: string) => boolean;
  readonly marks: ReadonlySet<number>;
}

/**
 * Reads an expression. Macros that `hasMacro` does not know stay calls.
 * @throws Fault of kind `syntax` or `limit`, with its place
 */
export function parseExpression(text: string, hasMacro: (name: string) => boolean): Expression {
  const { text: marked, marks } = markOptionals(text);
  const source: Source = { text, hasMacro, marks };
  for (const at of marks) refuseOptional(true, '?', at, source);
  return convert(parseWithEngine(marked), source, 0);
}

function convert(node: EngineNode, source: Source, depth: number): Expression {
  if (depth > DEPTH_LIMIT) throw new Fault('expression nests too deeply', 'limit', node.start);
  const below = (child: EngineNode): Expression => convert(child, source, depth + 1);
  switch (node.op) {
    case 'value':
      return { kind: 'literal', value: literalValue(node, source.text), at: node.start };
    case 'id':
      return { kind: 'identifier', name: String(node.args), at: node.start };
    case '.':
    case '.?':
      return select(node, source, below);
    case '[]':
    case '[?]':
      return index(node, source, below);
    case 'call':
    case 'rcall':
      return call(node, source, below);
    case 'list':
      return list(node, source, below);
    case 'map':
      return map(node, source, below);
    default:
      return operator(node, source, below);
  }
}

type Below = (child: EngineNode) => Expression;

function list(node: EngineNode, { marks }: Source, below: Below): Expression {
  const elements = node.args as EngineNode[];
  return { kind: 'list', elements: elements.map(below), optional: elements.map(({ start }) => marks.has(start)), at: node.start };
}

function map(node: EngineNode, { marks }: Source, below: Below): Expression {
  const entries = node.args as [EngineNode, EngineNode][];
  return { kind: 'map', entries: entries.map(([key, value]) => [below(key), below(value)] as const), optional: entries.map(([{ start }]) => marks.has(start)), at: node.start };
}

function literalValue(node: EngineNode, text: string): unknown {
  const value = node.args;
  if (value instanceof Uint8Array) return bytesLiteral(text.slice(node.start, node.end), value);
  if (typeof value === 'bigint' && value > INT_MAX) throw new Fault('invalid int literal', 'syntax', node.start);
  const unsigned: unknown = typeof value === 'object' && value !== null ? value.valueOf() : undefined;
  return typeof unsigned === 'bigint' ? new Uint(unsigned) : value;
}

function select(node: EngineNode, source: Source, below: Below): Expression {
  const [operand, field] = node.args as [EngineNode, string];
  const at = source.text.lastIndexOf('.', node.pos - 1);
  refuseOptional(node.op === '.?', '.?', at, source);
  return { kind: 'select', operand: below(operand), field, isOptional: node.op === '.?', isTest: false, at };
}

function index(node: EngineNode, source: Source, below: Below): Expression {
  const [operand, position] = node.args as [EngineNode, EngineNode];
  const at = operatorOffset(source.text, '[', operand.end, position.start);
  refuseOptional(node.op === '[?]', '[?', at, source);
  return { kind: 'index', operand: below(operand), index: below(position), isOptional: node.op === '[?]', at };
}

function refuseOptional(isOptional: boolean, syntax: string, at: number, source: Source): void {
  if (isOptional && !source.hasMacro('optional syntax')) throw new Fault(`unsupported syntax '${syntax}'`, 'syntax', at);
}

function call(node: EngineNode, source: Source, below: Below): Expression {
  const [name, ...rest] = node.args as [string, ...unknown[]];
  const isMember = node.op === 'rcall';
  const target = isMember ? (rest[0] as EngineNode) : undefined;
  const args = (isMember ? rest[1] : rest[0]) as EngineNode[];
  const at = callOffset(source.text, name, target ? target.end : node.start, target !== undefined);
  const converted: MacroCall = { name, args: args.map(below), at, ...(target ? { target: below(target) } : {}) };
  return expandMacro(converted, source.hasMacro) ?? { kind: 'call', ...converted };
}

function callOffset(text: string, name: string, from: number, isMember: boolean): number {
  const start = isMember ? text.indexOf(name, text.indexOf('.', from)) : from;
  return Math.max(text.indexOf('(', start + name.length), from);
}

function operator(node: EngineNode, source: Source, below: Below): Expression {
  switch (node.op) {
    case '!_':
      if (source.marks.has(node.start)) return below(node.args as EngineNode);
      return { kind: 'call', name: '!_', args: [below(node.args as EngineNode)], at: node.start };
    case '-_':
      return negation(node, below);
    case '?:':
      return conditional(node, source, below);
    case '&&':
    case '||':
      return logical(node, source, below);
    default:
      return binary(node, source, below);
  }
}

/** Minus before a literal belongs to it: only so can the smallest integer be written. */
function negation(node: EngineNode, below: Below): Expression {
  const operand = node.args as EngineNode;
  const value = operand.op === 'value' ? operand.args : undefined;
  if (typeof value === 'bigint' && -value >= INT_MIN) return { kind: 'literal', value: -value, at: node.start };
  if (typeof value === 'number') return { kind: 'literal', value: -value, at: node.start };
  return { kind: 'call', name: '-_', args: [below(operand)], at: node.start };
}

function conditional(node: EngineNode, source: Source, below: Below): Expression {
  const [condition, truthy, falsy] = node.args as [EngineNode, EngineNode, EngineNode];
  const at = operatorOffset(source.text, '?', condition.end, truthy.start);
  return { kind: 'call', name: '_?_:_', args: [below(condition), below(truthy), below(falsy)], at };
}

/** Chains are flat, so that long ones do not nest. */
function logical(node: EngineNode, source: Source, below: Below): Expression {
  const operands: EngineNode[] = [];
  let at = node.start;
  let rest = node;
  while (rest.op === node.op) {
    const [left, right] = rest.args as [EngineNode, EngineNode];
    at = operatorOffset(source.text, node.op, left.end, right.start);
    operands.unshift(right);
    rest = left;
  }
  return { kind: 'call', name: `_${node.op}_`, args: [rest, ...operands].map(below), at };
}

function binary(node: EngineNode, source: Source, below: Below): Expression {
  const [left, right] = node.args as [EngineNode, EngineNode];
  const at = operatorOffset(source.text, node.op, left.end, right.start);
  return { kind: 'call', name: node.op === 'in' ? '@in' : `_${node.op}_`, args: [below(left), below(right)], at };
}

function operatorOffset(text: string, symbol: string, from: number, to: number): number {
  const found = text.indexOf(symbol, from);
  return found >= 0 && found < to ? found : from;
}
