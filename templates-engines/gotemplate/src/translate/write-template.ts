import type { BranchNode, ListNode, Node, PipeNode } from '../read/nodes.ts';
import { bound, inside, Untranslatable } from './scope.ts';
import type { Binding, Scope } from './scope.ts';
import { beside } from './beside.ts';
import { asArgument, asCondition, written } from './expression.ts';
import { isWholeFile, ownLines } from './own-lines.ts';
import { writeOperand, writePipe } from './write-expression.ts';

/**
 * Writes a list of nodes. Every place without a counterpart is noted in `scope.work.problems`, and writing goes on.
 *
 * @param followed whether what stands behind the list begins with a line break
 */
export function writeList({ nodes }: ListNode, scope: Scope, followed: boolean): string {
  const alone = ownLines(nodes, followed);
  let current = scope;
  let text = '';
  for (const [index, node] of nodes.entries()) {
    text = beside(text, guarded(node, current, () => writeNode(node, current, alone[index] === true)));
    current = declared(node, current);
  }
  return text;
}

/** The same for a file that gives output. */
export function writeFile(root: ListNode, scope: Scope): string {
  const [block] = root.nodes;
  if (!isWholeFile(root.nodes) || block === undefined) return writeList(root, scope, true);
  return guarded(block, scope, () => {
    const { open, close, inner } = blockOf(block as BranchNode, scope);
    return `{{#${open}}}\n${writeList((block as BranchNode).body, inner, true).replace(/^\r?\n/, '')}\n{{/${close}}}\n`;
  });
}

function guarded(node: Node, { work }: Scope, write: () => string): string {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    work.problems.push({ at: error.at < 0 ? node.at : error.at, reason: error.message });
    return '';
  }
}

function declared(node: Node, scope: Scope): Scope {
  return node.type === 'action' ? bound(scope, bindingsOf(node.pipe, scope)) : scope;
}

function bindingsOf(pipe: PipeNode, scope: Scope): readonly (readonly [number, Binding])[] {
  return pipe.declares.map(({ slot }) => [slot, { pipe: { ...pipe, declares: [] }, scope }]);
}

function writeNode(node: Node, scope: Scope, alone: boolean): string {
  switch (node.type) {
    case 'text': return plainText(node.text, node.at);
    case 'break': case 'continue': throw new Untranslatable(`Handlebars has no {{${node.type}}}`, node.at);
    case 'template': return writeInclude(node.name, node.pipe, scope, node.at);
    case 'action': return writeAction(node.pipe, scope);
    default: return writeBranch(node, scope, alone);
  }
}

function plainText(text: string, at: number): string {
  if (text.includes('{{')) throw new Untranslatable('the text holds {{, which Handlebars reads as its own', at);
  if (text.endsWith('\\')) throw new Untranslatable('a backslash before an expression escapes it in Handlebars', at + text.length - 1);
  return text;
}

function writeInclude(name: string, pipe: PipeNode | undefined, scope: Scope, at: number): string {
  if (pipe === undefined) throw new Untranslatable(`{{template "${name}"}} is given nothing`, at);
  const context = writePipe(pipe, scope);
  scope.work.includes.push({ name, at, kind: context.kind });
  const label = writeOperand({ type: 'string', at, source: name, value: name }, scope);
  return `{{${written('include', [label, context], true).text}}}`;
}

function writeAction(pipe: PipeNode, scope: Scope): string {
  if (pipe.declares.length > 0) {
    if (pipe.assigns) throw new Untranslatable('Handlebars has no variables that change', pipe.at);
    // Once now, so that its problems are found where it stands.
    writePipe(pipe, scope);
    return '';
  }
  const expression = writePipe(pipe, scope);
  if (expression.kind === 'root') throw new Untranslatable('everything that templates see is printed', pipe.at);
  const isLiteral = expression.simple && expression.isPath !== true;
  return `{{${isLiteral ? `print ${expression.text}` : expression.text}}}`;
}

interface Block {
  readonly open: string;
  readonly close: string;
  readonly inner: Scope;
}

function writeBranch(node: BranchNode, scope: Scope, alone: boolean): string {
  const { open, close, inner } = blockOf(node, scope);
  const edge = alone ? '\n' : '';
  const body = writeList(node.body, inner, alone);
  return beside(`${edge}{{#${open}}}`, body, writeElse(node, scope, alone), edge, `{{/${close}}}`);
}

function writeElse({ type, otherwise }: BranchNode, scope: Scope, alone: boolean): string {
  if (otherwise === undefined) return '';
  const edge = alone ? '\n' : '';
  const [only] = otherwise.nodes;
  if (type === 'if' && only?.type === 'if' && otherwise.nodes.length === 1 && only.pipe.declares.length === 0) {
    const { open, inner } = blockOf(only, scope);
    return beside(`${edge}{{else ${open}}}`, writeList(only.body, inner, alone), writeElse(only, scope, alone));
  }
  return beside(`${edge}{{else}}`, writeList(otherwise, scope, alone));
}

function blockOf({ type, pipe, at }: BranchNode, scope: Scope): Block {
  if (pipe.assigns) throw new Untranslatable('Handlebars has no variables that change', at);
  const value = writePipe({ ...pipe, declares: [] }, scope);
  if (type === 'if') return { open: `if ${asArgument(asCondition(value))}`, close: 'if', inner: bound(scope, bindingsOf(pipe, scope)) };
  if (type === 'with') {
    const given = value.kind === 'root' ? value : written('filled', [value], true);
    return { open: `with ${asArgument(given)}`, close: 'with', inner: bound(inside(scope, value.kind), bindingsOf(pipe, scope)) };
  }
  return rangeOf(pipe, asArgument(value), scope);
}

/** Go has the key first, Handlebars the element. */
function rangeOf({ declares }: PipeNode, list: string, scope: Scope): Block {
  const names = new Map(declares.map(({ slot, name }) => [slot, parameterName(name)]));
  const params = [...names.values()].toReversed();
  const open = `each ${list}${params.length === 0 ? '' : ` as |${params.join(' ')}|`}`;
  return { open, close: 'each', inner: bound(inside(scope, 'any'), [...names].map(([slot, name]) => [slot, { name }])) };
}

const TAKEN = new Set(['values', 'release', 'pack', 'capabilities', 'files', 'template', 'this', 'true', 'false', 'null', 'undefined', 'else', 'as']);

/** A name that hides nothing and is not taken for a helper: `$key` → `aKey`. */
function parameterName(variable: string): string {
  const name = variable.replace(/^\$/, '');
  return TAKEN.has(name) ? `${name}_` : name;
}
