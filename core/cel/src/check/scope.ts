import type { CelType } from '../cel-type.ts';
import type { FunctionSet } from '../functions/function-set.ts';
import type { Expression } from '../syntax/expression.ts';

/** What a check knows and collects. Variables of macros shadow the declared ones. */
export interface Scope {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly functions: FunctionSet;
  /** Whether list and map literals must be of one type, as in Kubernetes. */
  readonly isHomogeneous: boolean;
  readonly typeOf: (node: Expression, scope: Scope) => CelType;
  readonly report: (at: number, message: string, hint?: string) => void;
}
