import { isSherpackError } from '@sherpack/plugin-api';
import { asPath, hasArguments, isSimple, type CallNode, type Expression, type Hash, type NumberLiteral, type PathExpression } from '../ast.ts';
import { errors } from '../errors.ts';
import { HELPERS } from '../helpers/catalog.ts';
import type { Helper, HelperCall } from '../helpers/helper.ts';
import type { Unit } from '../read/read.ts';
import type { Evaluate, Frame } from '../run/frame.ts';
import { charge, here, outputLimit, probe } from '../run/run.ts';
import type { Dict } from '../run/value.ts';
import { compilePath } from './path.ts';
import { findParam, type Scope } from './scope.ts';

export function compileExpression(node: Expression, scope: Scope, lenient: boolean): Evaluate {
  if (node.type === 'PathExpression') return compilePath(node, scope, lenient);
  if (node.type === 'SubExpression') return compileCall(node, scope, lenient);
  if (node.type === 'NumberLiteral') return constant(numberOf(node, scope.unit));
  return constant('value' in node ? node.value : node.original);
}

/** `{{name}}`, `{{name arguments}}` or `(name arguments)`. */
export function compileCall(node: CallNode & { readonly type?: string }, scope: Scope, lenient = false): Evaluate {
  const path = asPath(node.path);
  if (isParam(path, scope)) return compilePath(path, scope, lenient);
  const helper = HELPERS.get(helperName(path));
  const called = hasArguments(node) || node.type === 'SubExpression';
  if (helper && (called || (isSimple(path) && helper.min === 0))) return compileHelper(node, helper, scope);
  if (!called) return compilePath(path, scope, lenient);
  const place = scope.unit.place(node.loc.start);
  return (frame) => {
    throw errors.UNKNOWN_HELPER(path.original, undefined, undefined, here(frame.run, scope.unit, place));
  };
}

export function isParam(path: PathExpression, scope: Scope): boolean {
  return isSimple(path) && findParam(scope, path.parts[0]) !== undefined;
}

/** Methods of the context's objects can be called from everywhere: `files.get` inside of `{{#each}}` is `@root.files.get`. */
export function helperName(path: PathExpression): string {
  return path.parts.length > 1 ? path.parts.slice(path.parts[0] === 'root' && path.data ? 1 : 0).join('.') : path.original;
}

export function compileHash(hash: Hash | undefined, scope: Scope, lenient: boolean): ((frame: Frame) => Dict) | undefined {
  if (hash === undefined) return undefined;
  const pairs = hash.pairs.map((pair) => [pair.key, compileExpression(pair.value, scope, lenient)] as const);
  return (frame) => Object.fromEntries(pairs.map(([key, value]) => [key, value(frame)]));
}

/** The node as people would name it in a message. */
export function sourceOf(node: Expression, unit: Unit): string {
  return node.type === 'PathExpression' ? node.original : unit.source(node.loc);
}

function compileHelper(node: CallNode, helper: Helper, scope: Scope): Evaluate {
  const { unit } = scope;
  const args = node.params.map((param) => compileExpression(param, scope, helper.lenient));
  const hash = compileHash(node.hash, scope, helper.lenient);
  const place = unit.place(node.loc.start);
  const site = {
    unit, place, name: asPath(node.path).original,
    sources: node.params.map((param) => sourceOf(param, unit)),
    literals: node.params.map((param) => param.type !== 'PathExpression' && param.type !== 'SubExpression'),
  };
  const label = `helper ${site.name}`;
  return (frame) => {
    charge(frame.run, 1, unit, place);
    probe('enter', frame, unit, place, label);
    const values = helper.lazy ? args.map((arg) => () => arg(frame)) : args.map((arg) => arg(frame));
    const result = runHelper(helper, values, { ...site, frame, hash: hash?.(frame) });
    if (typeof result === 'string' && result.length > frame.run.request.limits.output) throw outputLimit(frame.run, unit, place);
    if (Array.isArray(result)) charge(frame.run, result.length, unit, place);
    probe('leave', frame, unit, place, label);
    return result;
  };
}

function runHelper(helper: Helper, values: readonly unknown[], call: HelperCall): unknown {
  try {
    return helper.run(values, call);
  } catch (cause) {
    if (isSherpackError(cause)) throw cause;
    throw errors.HELPER_FAILED(call.name, cause, here(call.frame.run, call.unit, call.place));
  }
}

function constant(value: unknown): Evaluate {
  return () => value;
}

/** Handlebars reads numbers as floating point; long integers keep their digits. */
function numberOf(node: NumberLiteral, unit: Unit): number | bigint {
  if (!Number.isInteger(node.value) || Number.isSafeInteger(node.value)) return node.value;
  const digits = unit.source(node.loc);
  return /^-?\d+$/.test(digits) ? BigInt(digits) : node.value;
}
