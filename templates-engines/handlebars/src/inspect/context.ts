import { asPath, isScoped, type BlockStatement, type PathExpression } from '../ast.ts';
import type { Scope } from '../compile/scope.ts';

/** What `this` is at a place: a path from the root, or something that only rendering knows. `outer` is `../`. */
export interface Context {
  readonly path: readonly string[] | undefined;
  readonly outer: Context | undefined;
}

export const ROOT: Context = Object.freeze({ path: Object.freeze([]) as readonly string[], outer: undefined });
export const UNKNOWN: Context = Object.freeze({ path: undefined, outer: undefined });

/** The context inside of a block. */
export function contextOf(node: BlockStatement, context: Context, params: Scope['params']): Context {
  const name = asPath(node.path).original;
  const [param] = node.params;
  if (name === 'if' || name === 'unless' || name === 'raw') return context;
  if (name === 'with' && param?.type === 'PathExpression') return { path: pathOf(param, context, params), outer: context };
  return { path: undefined, outer: context };
}

/**
 * The path from the root that an expression reads; undefined if only rendering knows. Where the context is not known,
 * a path that begins with `values` is taken to be meant from the root: that is what definitions are called with.
 */
export function pathOf(node: PathExpression, context: Context, params: Scope['params']): readonly string[] | undefined {
  const [first, ...rest] = node.parts;
  if (node.data) return first === 'root' ? rest : undefined;
  if (node.depth === 0 && !isScoped(node) && first !== undefined && params.some((names) => names.includes(first))) return undefined;
  let base: Context | undefined = context;
  for (let hop = 0; hop < node.depth; hop++) base = base?.outer;
  if (base?.path !== undefined) return [...base.path, ...node.parts];
  return first === 'values' ? node.parts : undefined;
}
