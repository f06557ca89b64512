import { cloneJson } from './equal.ts';
import { isExactNumber } from './exact-number.ts';

export interface ExpansionLimits {
  maxAliasNodes: number;
  maxDepth: number;
  /** Of all texts and keys together once every alias is expanded. */
  maxCharacters: number;
}

export class ExpansionError extends Error {
  readonly kind: 'alias-bomb' | 'depth';
  /** The list or mapping whose alias went too far. */
  readonly node: object;

  constructor(kind: 'alias-bomb' | 'depth', reason: string, node: object) {
    super(reason);
    this.kind = kind;
    this.node = node;
  }
}

interface Extent {
  nodes: number;
  characters: number;
  height: number;
}

interface Measuring {
  limits: ExpansionLimits;
  extents: Map<object, Extent>;
  active: Set<object>;
  aliasNodes: number;
}

/**
 * Turns the graph that aliases make into a tree in which no two places share an object. The size of the tree is
 * computed on the graph first, so a bomb costs no memory. Throws ExpansionError.
 */
export function expandAliases(value: unknown, limits: ExpansionLimits): void {
  if (!isContainer(value)) return;
  measure(value, 1, { limits, extents: new Map(), active: new Set(), aliasNodes: 0 });
  unshare(value, new Set([value]));
}

function measure(node: object, depth: number, state: Measuring): Extent {
  const known = state.extents.get(node);
  if (known) return revisit(node, known, depth, state);
  if (state.active.has(node)) throw new ExpansionError('alias-bomb', 'an alias stands inside its own anchor', node);
  if (depth > state.limits.maxDepth) throw tooDeep(node, state.limits);
  state.active.add(node);
  const extent = sumOfChildren(node, depth, state);
  state.active.delete(node);
  if (extent.characters > state.limits.maxCharacters) throw new ExpansionError('alias-bomb', 'aliases expand to too much text', node);
  state.extents.set(node, extent);
  return extent;
}

function revisit(node: object, known: Extent, depth: number, state: Measuring): Extent {
  state.aliasNodes += known.nodes;
  const { maxAliasNodes, maxDepth } = state.limits;
  if (state.aliasNodes > maxAliasNodes) {
    throw new ExpansionError('alias-bomb', `aliases expand to more than ${maxAliasNodes} nodes`, node);
  }
  if (depth + known.height - 1 > maxDepth) throw tooDeep(node, state.limits);
  return known;
}

function sumOfChildren(node: object, depth: number, state: Measuring): Extent {
  const extent: Extent = { nodes: 1, characters: 0, height: 1 };
  for (const [key, child] of Object.entries(node)) {
    if (!Array.isArray(node)) extent.characters += key.length;
    const part = isContainer(child) ? measure(child, depth + 1, state) : leaf(child);
    extent.nodes += part.nodes;
    extent.characters += part.characters;
    extent.height = Math.max(extent.height, part.height + 1);
  }
  return extent;
}

function leaf(value: unknown): Extent {
  return { nodes: 1, characters: typeof value === 'string' ? value.length : 0, height: 0 };
}

function tooDeep(node: object, limits: ExpansionLimits): ExpansionError {
  return new ExpansionError('depth', `aliases nest lists and mappings more than ${limits.maxDepth} deep`, node);
}

function unshare(node: object, seen: Set<object>): void {
  for (const [key, child] of Object.entries(node)) {
    if (!isContainer(child)) continue;
    if (seen.has(child)) {
      // An own property is there already, so not even `__proto__` reaches a setter.
      Reflect.set(node, key, cloneJson(child));
      continue;
    }
    seen.add(child);
    unshare(child, seen);
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isExactNumber(value);
}
