import { asPath, isSimple, type BlockStatement, type Expression } from '../ast.ts';
import { errors } from '../errors.ts';
import type { Data, Evaluate, Frame, Write } from '../run/frame.ts';
import type { Output } from '../run/output.ts';
import { charge, here, isStrict } from '../run/run.ts';
import { isDict, isNothing, isTrue, kindOf } from '../run/value.ts';
import { compileBranches, type Branches } from './branch.ts';
import { compileExpression, compileHash, isParam, sourceOf } from './expression.ts';
import type { Scope } from './scope.ts';

const BUILTINS: ReadonlyMap<string, (branches: Branches) => Write> = new Map([
  ['if', (branches) => condition(branches, true)],
  ['unless', (branches) => condition(branches, false)],
  ['each', each],
  ['with', withBlock],
  ['raw', (branches) => (frame, out) => branches.body(frame, frame.context, [], out)],
]);

export function compileBlock(node: BlockStatement, scope: Scope): Write {
  const path = asPath(node.path);
  const builtin = isSimple(path) && !isParam(path, scope) ? BUILTINS.get(path.original) : undefined;
  return (builtin ?? contextBlock)(compileBranches(node, scope));
}

function firstParam({ node, scope }: Branches, lenient: boolean): Evaluate {
  return compileExpression(node.params[0] as Expression, scope, lenient);
}

function condition(branches: Branches, wanted: boolean): Write {
  const value = firstParam(branches, true);
  const hash = compileHash(branches.node.hash, branches.scope, true);
  return (frame, out) => {
    const given = value(frame);
    const zeroCounts = given === 0 && Boolean(hash?.(frame)['includeZero']);
    if ((isTrue(given) || zeroCounts) === wanted) branches.body(frame, frame.context, [], out);
    else branches.otherwise(frame, out);
  };
}

function withBlock(branches: Branches): Write {
  const value = firstParam(branches, true);
  return (frame, out) => {
    const context = value(frame);
    if (isNothing(context)) branches.otherwise(frame, out);
    else branches.body(frame, context, [context], out);
  };
}

/** An undefined list is an error unless {{else}} says what to do then. */
function each(branches: Branches): Write {
  const value = firstParam(branches, branches.node.inverse !== undefined);
  const source = sourceOf(branches.node.params[0] as Expression, branches.scope.unit);
  return (frame, out) => {
    const items = value(frame);
    if (!loop(branches, items, frame, out)) branches.otherwise(frame, out);
    const { run } = frame;
    const { unit } = branches.scope;
    if (typeof items !== 'object' && items !== undefined && isStrict(run, unit)) {
      throw errors.ARGUMENT('each', `${source} must be a list or a map, it is ${kindOf(items)}`, here(run, unit, branches.place));
    }
  };
}

/** False if there was nothing to loop over. */
function loop(branches: Branches, items: unknown, frame: Frame, out: Output): boolean {
  if (!Array.isArray(items) && !isDict(items)) return false;
  const keys = Array.isArray(items) ? undefined : Object.keys(items);
  const { data: outer } = frame;
  const length = Array.isArray(items) ? items.length : (keys?.length ?? 0);
  for (let index = 0; index < length; index++) {
    charge(frame.run, 1, branches.scope.unit, branches.place);
    const key = keys?.[index] ?? index;
    const item = (items as Readonly<Record<string | number, unknown>>)[key];
    // Spelled out: a spread here takes more time than all the rest of a rendering.
    const data: Data = { root: outer.root, partialBlock: outer.partialBlock, parent: outer, key, index, first: index === 0, last: index === length - 1 };
    branches.body(frame, item, [item, key], out, data);
  }
  return length > 0;
}

/** `{{#name}}` with a value of the context: a condition, a loop or a change of context, after what the value is. */
function contextBlock(branches: Branches): Write {
  const value = compileExpression(asPath(branches.node.path), branches.scope, true);
  return (frame, out) => {
    const given = value(frame);
    if (given === true) branches.body(frame, frame.context, [], out);
    else if (given === false || given === null || given === undefined) branches.otherwise(frame, out);
    else if (!Array.isArray(given)) branches.body(frame, given, [], out);
    else if (!loop(branches, given, frame, out)) branches.otherwise(frame, out);
  };
}
