import type { JsonObject } from '@sherpack/plugin-api';
import type { Node } from '../read/nodes.ts';
import { printHead } from '../read/print-node.ts';
import type { Frame } from '../run/frame.ts';
import { toPlain } from '../value/plain.ts';

/** Tells debugger, coverage and provenance that an expression is about to be evaluated. */
export function report(frame: Frame, dot: unknown, node: Exclude<Node, { readonly type: 'text' }>): void {
  const { unit, tree, name } = frame.template;
  const { line, column } = unit.place(node.at);
  frame.run.options.probe?.({
    kind: 'expression', template: unit.name, line, column, detail: printHead(node),
    scope: (): JsonObject => ({ '.': toPlain(dot), $: toPlain(frame.root), template: tree.name === unit.name ? unit.name : name, variables: frame.variables.map(toPlain) }),
  });
}
