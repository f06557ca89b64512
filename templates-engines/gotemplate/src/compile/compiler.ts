import { functions } from '../functions/catalog.ts';
import type { Tree } from '../read/nodes.ts';
import type { Execute } from '../run/frame.ts';
import { compileArgument } from './argument.ts';
import { compilePipe } from './pipeline.ts';
import type { Compiler } from './scope.ts';
import { compileList, lazyList } from './tree.ts';

const compiler: Compiler = { functions, list: lazyList, pipe: compilePipe, argument: compileArgument };

/** Compiles a template into closures: what can be decided from its text alone is decided once. */
export function compileTree({ root }: Tree): Execute {
  return compileList(root, { compiler, elementDot: false });
}
