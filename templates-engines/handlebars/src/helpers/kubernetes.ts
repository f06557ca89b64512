import { text } from './arguments.ts';
import { helper, refuse, type HelperCall, type HelperGroup } from './helper.ts';
import { ask } from '../run/missing.ts';
import { member } from '../run/value.ts';

type Args = readonly unknown[];

/** Two arguments: Handlebars' member access. Four: an object of the cluster, or a list if the name is empty. */
function lookup(args: Args, call: HelperCall): unknown {
  if (args.length === 2) return args[0] ? member(args[0], text(call, args, 1)) : args[0];
  if (args.length !== 4) refuse(call, 'takes an object and a member, or apiVersion, kind, namespace and name');
  const [apiVersion, kind, namespace, name] = [text(call, args, 0), text(call, args, 1), text(call, args, 2), text(call, args, 3)];
  return ask(call.frame.run, { apiVersion, kind, namespace, name });
}

/** `apps/v1` or `apps/v1/Deployment`, as the caller of the rendering lists them. */
function has(args: Args, call: HelperCall): boolean {
  const { apiVersions } = call.frame.run.request.context.capabilities;
  return apiVersions.includes(text(call, args, 0));
}

const capability = helper(1, 1, has);

export const kubernetes: HelperGroup = {
  lookup: helper(2, 4, lookup),
  'capabilities.has': capability,
  'capabilities.apiVersions.has': capability,
  capabilities_has: capability,
};
