import { errors } from '../errors.ts';
import type { Caller } from '../run/invoke.ts';
import { charge, here } from '../run/run.ts';
import type { Dict } from '../run/value.ts';

/** One call of a helper. */
export interface HelperCall extends Caller {
  /** As the template spells it. */
  readonly name: string;
  /** `key=value` arguments. */
  readonly hash: Dict | undefined;
  /** The arguments as the template spells them, for messages. */
  readonly sources: readonly string[];
  /** Which arguments are literals: tells the message of `required` from its value. */
  readonly literals: readonly boolean[];
}

export interface Helper {
  readonly min: number;
  readonly max: number;
  /** Arguments may be undefined, whatever the strictness. */
  readonly lenient: boolean;
  /** Arguments arrive as functions, so that only those that count are evaluated. */
  readonly lazy: boolean;
  run(args: readonly unknown[], call: HelperCall): unknown;
}

export type HelperGroup = Readonly<Record<string, Helper>>;

export type Thunk = () => unknown;

export const ANY = Number.POSITIVE_INFINITY;

export function helper(min: number, max: number, run: Helper['run']): Helper {
  return { min, max, lenient: false, lazy: false, run };
}

export function lenientHelper(min: number, max: number, run: Helper['run']): Helper {
  return { min, max, lenient: true, lazy: false, run };
}

export function lazyHelper(min: number, max: number, run: (args: readonly Thunk[], call: HelperCall) => unknown): Helper {
  return { min, max, lenient: true, lazy: true, run: run as Helper['run'] };
}

/** @throws HANDLEBARS_ARGUMENT */
export function refuse(call: HelperCall, what: string): never {
  throw errors.ARGUMENT(call.name, what, here(call.frame.run, call.unit, call.place));
}

export function spend(call: HelperCall, steps: number): void {
  charge(call.frame.run, steps, call.unit, call.place);
}

/** Refuses a text that would be too long before it is made. */
export function spendText(call: HelperCall, characters: number): void {
  const { output } = call.frame.run.request.limits;
  if (characters > output) throw errors.OUTPUT_LIMIT(output, here(call.frame.run, call.unit, call.place));
}
