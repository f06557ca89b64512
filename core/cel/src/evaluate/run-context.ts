import { Fault } from '../cel-error.ts';

/** What one evaluation carries: the values of variables, those that macros bind, and what has been spent. */
export interface RunContext {
  readonly variables: (name: string) => unknown;
  readonly slots: unknown[];
  readonly costLimit: number;
  cost: number;
}

/** @throws Fault of kind `limit` when the budget is spent */
export function spend(context: RunContext, units: number): void {
  context.cost += units;
  if (context.cost > context.costLimit) throw new Fault('operation cancelled: actual cost limit exceeded', 'limit');
}

/** A compiled part of an expression. */
export type Step = (context: RunContext) => unknown;

/** An error that `&&`, `||` and the like may ignore when the other side decides. */
export function isIgnorable(error: unknown): error is Fault {
  return error instanceof Fault && error.kind !== 'limit';
}
