import type { ParsedTemplate } from '@sherpack/plugin-api';
import type { CommandNode, ListNode, Node, Operand, PipeNode } from '../read/nodes.ts';
import { printHead } from '../read/print-node.ts';
import type { Unit } from '../read/unit.ts';
import type { Loaded } from '../run/template.ts';

type Inspection = Required<Pick<ParsedTemplate, 'references' | 'defines' | 'includes' | 'expressions'>>;

interface Collector {
  readonly unit: Unit;
  readonly references: { path: readonly string[]; at: number }[];
  readonly includes: Set<string>;
  readonly expressions: { at: number; detail: string }[];
}

/** Where a path begins: `['Values']` for the root's values; undefined: that cannot be told from the text. */
interface Place {
  readonly dot: readonly string[] | undefined;
  readonly root: readonly string[] | undefined;
  readonly variables: ReadonlyMap<number, readonly string[] | undefined>;
}

/** What a file reads, defines and includes. */
export function inspectTrees({ unit, main, definitions }: Loaded): Inspection {
  const found: Collector = { unit, references: [], includes: new Set(), expressions: [] };
  inspectList(main.tree.root, { dot: [], root: [], variables: new Map() }, found);
  // Nearly every definition is given the root.
  for (const { tree } of definitions) inspectList(tree.root, { dot: [], root: [], variables: new Map() }, found);
  return {
    references: valuePaths(found),
    defines: definitions.map(({ name }) => name),
    includes: [...found.includes],
    expressions: found.expressions.map(({ at, detail }) => ({ ...unit.place(at), detail })),
  };
}

function valuePaths({ unit, references }: Collector): Inspection['references'] {
  const values = references.filter(({ path }) => path[0] === 'Values' && path.length > 1);
  return values.toSorted((a, b) => a.at - b.at).map(({ path, at }) => ({ path: path.slice(1), location: unit.location(at) }));
}

function inspectList({ nodes }: ListNode, place: Place, found: Collector): void {
  let current = place;
  for (const node of nodes) {
    if (node.type !== 'text') current = inspectNode(node, current, found);
  }
}

/** @returns the place behind the node, where its variables are known */
function inspectNode(node: Exclude<Node, { readonly type: 'text' }>, place: Place, found: Collector): Place {
  if (node.type === 'break' || node.type === 'continue') return place;
  found.expressions.push({ at: node.at, detail: printHead(node) });
  if (node.type === 'template') found.includes.add(node.name);
  if (node.pipe === undefined) return place;
  const path = inspectPipe(node.pipe, place, found);
  if (node.type === 'action' || node.type === 'template') return declare(node.pipe, place, path);
  const inner = node.type === 'range' ? { ...declare(node.pipe, place, undefined), dot: undefined } : declare(node.pipe, place, path);
  inspectList(node.body, node.type === 'with' ? { ...inner, dot: path } : inner, found);
  if (node.otherwise !== undefined) inspectList(node.otherwise, place, found);
  return place;
}

function declare({ declares }: PipeNode, place: Place, path: readonly string[] | undefined): Place {
  if (declares.length === 0) return place;
  return { ...place, variables: new Map([...place.variables, ...declares.map(({ slot }) => [slot, path] as const)]) };
}

/** @returns the path that the pipeline stands for, if it is nothing but a path */
function inspectPipe({ commands }: PipeNode, place: Place, found: Collector): readonly string[] | undefined {
  const paths = commands.map((command) => inspectCommand(command, place, found));
  return paths.length === 1 ? paths[0] : undefined;
}

function inspectCommand({ operands }: CommandNode, place: Place, found: Collector): readonly string[] | undefined {
  const [first, second] = operands;
  if (first?.type === 'identifier' && first.name === 'include' && second?.type === 'string') found.includes.add(second.value);
  const paths = operands.map((operand) => inspectOperand(operand, place, found));
  return operands.length === 1 ? paths[0] : undefined;
}

function inspectOperand(node: Operand, place: Place, found: Collector): readonly string[] | undefined {
  switch (node.type) {
    case 'dot': return place.dot;
    case 'pipe': return inspectPipe(node, place, found);
    case 'field': return reference(place.dot, node.path, node.at, found);
    case 'variable': return reference(node.slot === -1 ? place.root : place.variables.get(node.slot), node.path, node.at, found);
    case 'chain': return reference(inspectOperand(node.base, place, found), node.path, node.at, found);
    default: return undefined;
  }
}

function reference(base: readonly string[] | undefined, path: readonly string[], at: number, found: Collector): readonly string[] | undefined {
  if (base === undefined) return undefined;
  const whole = [...base, ...path];
  if (path.length > 0) found.references.push({ path: whole, at });
  return whole;
}
