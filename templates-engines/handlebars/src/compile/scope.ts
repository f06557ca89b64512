import type { Program } from '../ast.ts';
import type { Unit } from '../read/read.ts';
import type { Definitions, Frame } from '../run/frame.ts';
import type { Output } from '../run/output.ts';

/** What is known of a place in a template before it is rendered. */
export interface Scope {
  readonly unit: Unit;
  /** Names of the block parameters in force, innermost block first. */
  readonly params: readonly (readonly string[])[];
  /** Compiles a block's program; a function here, so that the modules need not import one another in a circle. */
  program(node: Program, scope: Scope): Body;
}

/** A program, compiled. */
export interface Body {
  readonly hasParams: boolean;
  /** Inline partials that the program defines at its top, whose names are literals. */
  readonly inlines: readonly Inline[];
  /**
   * @param frame with the program's context and block parameters
   * @param parent where the program stands: inline partials see its contexts as `../`
   */
  run(frame: Frame, parent: Frame | undefined, out: Output): void;
  /** The inline partials in force with those of this program added; undefined if it has none. */
  define(frame: Frame, parent: Frame | undefined): Definitions | undefined;
}

export interface Inline {
  readonly name: string;
  readonly body: Body;
}

/** Where a name stands among the block parameters: how many blocks out, which of its parameters. */
export function findParam(scope: Scope, name: string | undefined): { readonly level: number; readonly index: number } | undefined {
  if (name === undefined) return undefined;
  const level = scope.params.findIndex((names) => names.includes(name));
  return level === -1 ? undefined : { level, index: (scope.params[level] ?? []).indexOf(name) };
}
