import { quote } from '../format/quote.ts';
import type { CommandNode, Node, Operand, PipeNode, TemplateNode } from './nodes.ts';

type Printable = Operand | CommandNode | PipeNode | TemplateNode;

/** As Go prints a node in messages. */
export function printNode(node: Printable): string {
  switch (node.type) {
    case 'pipe': return printPipe(node);
    case 'command': return node.operands.map(printInner).join(' ');
    case 'template': return `{{template ${quote(node.name)}${node.pipe === undefined ? '' : ` ${printPipe(node.pipe)}`}}}`;
    case 'field': return `.${node.path.join('.')}`;
    case 'variable': return [node.name, ...node.path].join('.');
    case 'chain': return `${printInner(node.base)}.${node.path.join('.')}`;
    case 'identifier': return node.name;
    case 'dot': return '.';
    case 'nil': return 'nil';
    case 'bool': return String(node.value);
    case 'string': case 'number': return node.source;
  }
}

function printInner(node: Operand): string {
  return node.type === 'pipe' ? `(${printPipe(node)})` : printNode(node);
}

function printPipe({ declares, assigns, commands }: PipeNode): string {
  const head = declares.length === 0 ? '' : `${declares.map(printNode).join(', ')} ${assigns ? '=' : ':='} `;
  return head + commands.map(printNode).join(' | ');
}

/** What an expression of a template is called towards people: `range .Values.list`. */
export function printHead(node: Exclude<Node, { readonly type: 'text' }>): string {
  if (node.type === 'action') return printPipe(node.pipe);
  if (node.type === 'break' || node.type === 'continue') return node.type;
  return node.type === 'template' ? printNode(node).slice(2, -2) : `${node.type} ${printPipe(node.pipe)}`;
}
