import type { ChainNode, CommandNode, Operand, PipeNode, VariableNode } from '../read/nodes.ts';
import { literal, written } from './expression.ts';
import type { Expression } from './expression.ts';
import { joined, pathFrom } from './paths.ts';
import { Untranslatable } from './scope.ts';
import type { Scope } from './scope.ts';
import { callOf } from './write-call.ts';

/** @throws Untranslatable */
export function writePipe({ commands, at }: PipeNode, scope: Scope): Expression {
  let value: Expression | undefined;
  for (const command of commands) value = writeCommand(command, value, scope);
  if (value === undefined) throw new Untranslatable('an empty expression', at);
  return value;
}

function writeCommand({ operands, at }: CommandNode, piped: Expression | undefined, scope: Scope): Expression {
  const [first, ...rest] = operands;
  if (first === undefined) throw new Untranslatable('an empty expression', at);
  const args = [...rest.map((operand) => writeOperand(operand, scope)), ...(piped === undefined ? [] : [piped])];
  if (first.type === 'identifier') return callOf({ name: first.name, operands: rest, args, at: first.at }, scope);
  const method = first.type === 'field' || first.type === 'variable' ? methodOf(first.path) : undefined;
  if (method !== undefined) return written(method, args, method !== 'files.lines');
  if (args.length > 0) throw new Untranslatable('a value is called like a function', first.at);
  return writeOperand(first, scope);
}

const METHODS: Readonly<Record<string, string>> = {
  'Capabilities.APIVersions.Has': 'capabilities.has', 'Files.Get': 'files.get', 'Files.Lines': 'files.lines',
};

/** Methods of the objects at the root: helpers in Handlebars. */
function methodOf(path: readonly string[]): string | undefined {
  return METHODS[path.slice(-3).join('.')] ?? METHODS[path.slice(-2).join('.')];
}

export function writeOperand(node: Operand, scope: Scope): Expression {
  switch (node.type) {
    case 'dot': return pathFrom(scope.dot, [], scope, node.at);
    case 'field': return pathFrom(scope.dot, node.path, scope, node.at);
    case 'variable': return writeVariable(node, scope);
    case 'chain': return writeChain(node, scope);
    case 'pipe': return writePipe(node, scope);
    case 'identifier': return callOf({ name: node.name, operands: [], args: [], at: node.at }, scope);
    case 'nil': return literal('null');
    case 'bool': return literal(String(node.value));
    case 'string': return literal(quoted(node.value, node.at));
    case 'number': return literal(numberText(node));
  }
}

function numberText({ int, float, at }: Operand & { readonly type: 'number' }): string {
  const text = String(int ?? float);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new Untranslatable('Handlebars has no way to write this number', at);
  return text;
}

/** Handlebars knows one escape: the quote itself. */
function quoted(text: string, at: number): string {
  if (!text.includes('"') && !text.endsWith('\\')) return `"${text}"`;
  if (!text.includes("'") && !text.endsWith('\\')) return `'${text}'`;
  if (text.includes('\\')) throw new Untranslatable('Handlebars has no way to write this text', at);
  return `"${text.replaceAll('"', '\\"')}"`;
}

/** A variable is a block parameter, or its expression once more: Handlebars has no others. */
function writeVariable({ slot, name, path, at }: VariableNode, scope: Scope): Expression {
  if (slot === -1) return pathFrom(scope.root, path, scope, at);
  const binding = scope.variables.get(slot);
  if (binding === undefined) throw new Untranslatable(`the variable ${name} is not known here`, at);
  if ('name' in binding) return { text: joined(binding.name, path), simple: true, isPath: true, kind: 'any', plain: false };
  return member(writePipe(binding.pipe, { ...binding.scope, depth: scope.depth }), path, scope, at);
}

function writeChain({ base, path, at }: ChainNode, scope: Scope): Expression {
  return member(writeOperand(base, scope), path, scope, at);
}

function member(base: Expression, path: readonly string[], scope: Scope, at: number): Expression {
  if (path.length === 0) return base;
  if (base.kind === 'root') return pathFrom({ kind: 'root', depth: -1 }, path, scope, at);
  if (base.isPath === true) return { ...base, text: joined(base.text, path), kind: 'any', plain: false };
  return path.reduce<Expression>((value, name) => written('get', [value, literal(quoted(name, at))], false), base);
}
