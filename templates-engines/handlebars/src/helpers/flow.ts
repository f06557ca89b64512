import { errors } from '../errors.ts';
import { TEXT_SUFFIX } from '../read/read.ts';
import { callForText, needDefinition } from '../run/invoke.ts';
import { here } from '../run/run.ts';
import { isDict } from '../run/value.ts';
import { text } from './arguments.ts';
import { helper, lenientHelper, refuse, type HelperCall, type HelperGroup } from './helper.ts';

type Args = readonly unknown[];

const TPL_DEPTH = 10;

/** `required "message" value` as Sprig, `required value "message"` as 0.4.0, or the value alone. */
function required(args: Args, call: HelperCall): unknown {
  const valueFirst = args.length === 1 || (call.literals[0] !== true && call.literals[1] === true);
  const at = valueFirst ? 0 : 1;
  const value = args[at];
  if (value !== undefined && value !== null && value !== '') return value;
  const message = args.length === 1 ? `${call.sources[0]} is required` : text(call, args, 1 - at);
  throw errors.REQUIRED(message, here(call.frame.run, call.unit, call.place));
}

function fail(args: Args, call: HelperCall): never {
  throw errors.FAILED(text(call, args, 0), here(call.frame.run, call.unit, call.place));
}

/** The context that a template gets: the second argument or the caller's, with `key=value` arguments added. */
function contextFor(args: Args, call: HelperCall): unknown {
  const context = args.length > 1 ? args[1] : call.frame.context;
  if (call.hash === undefined) return context;
  return Object.fromEntries([...Object.entries(isDict(context) ? context : {}), ...Object.entries(call.hash)]);
}

function include(args: Args, call: HelperCall): string {
  const name = text(call, args, 0);
  return callForText(call, `include ${name}`, needDefinition(call, name), contextFor(args, call));
}

function tpl(call: HelperCall, source: string, context: unknown): string {
  const { run } = call.frame;
  if (run.trail.filter((caller) => caller.unit.name.endsWith(TEXT_SUFFIX)).length >= TPL_DEPTH) refuse(call, `more than ${TPL_DEPTH} texts call tpl in one another`);
  const definition = run.compileText(source, call.unit);
  return callForText(call, 'tpl', definition, context);
}

export const flow: HelperGroup = {
  required: lenientHelper(1, 2, required),
  fail: helper(1, 1, fail),
  include: helper(1, 2, include),
  tpl: helper(1, 2, (args, call) => tpl(call, text(call, args, 0), contextFor(args, call))),
  tpl_ctx: helper(1, 1, (args, call) => tpl(call, text(call, args, 0), call.frame.run.root)),
};
