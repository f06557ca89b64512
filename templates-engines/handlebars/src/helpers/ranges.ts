import { integer } from './arguments.ts';
import { helper, refuse, spend, type HelperCall, type HelperGroup } from './helper.ts';

function count(call: HelperCall, start: number, stop: number, step: number): number[] {
  if (step === 0) refuse(call, 'the step is zero');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  spend(call, length);
  return Array.from({ length }, (_, index) => start + index * step);
}

/** As Sprig: counts down to a negative number. */
function until(call: HelperCall, stop: number): number[] {
  return count(call, 0, stop, stop < 0 ? -1 : 1);
}

/** `range 3`, `range 1 4`, `range 0 10 2`: the end is left out, as in Jinja. */
function range(args: readonly unknown[], call: HelperCall): number[] {
  if (args.length === 1) return count(call, 0, integer(call, args, 0), 1);
  return count(call, integer(call, args, 0), integer(call, args, 1), args.length > 2 ? integer(call, args, 2) : 1);
}

/** `seq 3`, `seq 1 3`, `seq 1 2 9`: the end is included, as in the shell; gives a text as Sprig does. */
function sequence(args: readonly unknown[], call: HelperCall): string {
  const numbers = args.map((_, index) => integer(call, args, index));
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const last = numbers.at(-1) ?? 0;
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : Math.sign(last - first) || 1;
  return count(call, first, last + Math.sign(step), step).join(' ');
}

export const ranges: HelperGroup = {
  range: helper(1, 3, range),
  until: helper(1, 1, (args, call) => until(call, integer(call, args, 0))),
  untilStep: helper(3, 3, (args, call) => count(call, integer(call, args, 0), integer(call, args, 1), integer(call, args, 2))),
  seq: helper(1, 3, sequence),
};
