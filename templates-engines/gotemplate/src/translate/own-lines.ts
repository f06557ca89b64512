import type { BranchNode, ListNode, Node } from '../read/nodes.ts';

/**
 * Which blocks of a list can have their tags on lines of their own. Handlebars takes such a line out whole, so
 * `text{{- if }}\n…{{- end }}\n` becomes `text\n{{#if}}\n…\n{{/if}}\n`, which gives the same text whichever way the block
 * goes.
 *
 * @param followed whether what stands behind the list begins with a line break
 */
export function ownLines(nodes: readonly Node[], followed: boolean): readonly boolean[] {
  const found: boolean[] = nodes.map(() => false);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const node = nodes[index] as Node;
    const next = nodes[index + 1];
    const before = nodes[index - 1];
    const breaks = next === undefined ? followed : startsLine(next) || found[index + 1] === true;
    found[index] = isBranch(node) && breaks && before !== undefined && !endsLine(before) && fits(node);
  }
  return found;
}

function isBranch(node: Node): node is BranchNode {
  return node.type === 'if' || node.type === 'with' || node.type === 'range';
}

function startsLine(node: Node): boolean {
  return node.type === 'text' && /^\r?\n/.test(node.text);
}

function endsLine(node: Node): boolean {
  return node.type === 'text' && node.text.endsWith('\n');
}

/** A block around a whole file: white space at the ends of a file says nothing, but that of every round of a loop does. */
export function isWholeFile(nodes: readonly Node[]): boolean {
  const [first, ...rest] = nodes;
  return first !== undefined && isBranch(first) && first.otherwise === undefined && (first.type !== 'range' || listFits(first.body)) && rest.every((node) => node.type === 'text' && node.text.trim() === '');
}

/** Every way through the block begins on a new line and ends within one. */
function fits({ body, otherwise }: BranchNode): boolean {
  return listFits(body) && (otherwise === undefined || elseFits(otherwise));
}

function elseFits(list: ListNode): boolean {
  const [only] = list.nodes;
  return list.nodes.length === 1 && only?.type === 'if' ? fits(only) : listFits(list);
}

function listFits({ nodes }: ListNode): boolean {
  const [first] = nodes;
  const last = nodes.at(-1);
  return first !== undefined && last !== undefined && startsLine(first) && !endsLine(last);
}
