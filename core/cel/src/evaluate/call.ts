import { noSuchOverload } from '../cel-error.ts';
import type { Overload } from '../functions/overload.ts';
import { isFolded, qualifiedName, type Call, type Expression } from '../syntax/expression.ts';
import { fits, typeNameOf } from '../values/kind.ts';
import { TypeValue } from '../values/opaque.ts';
import { Optional } from '../values/optional.ts';
import { asBool, placed, typeConstants, type Planner } from './planner.ts';
import { isIgnorable, spend, type Step } from './run-context.ts';

export function planCall(node: Call, planner: Planner): Step {
  switch (node.name) {
    case '_&&_':
      return planLogical(node, planner, false);
    case '_||_':
      return planLogical(node, planner, true);
    case '_?_:_':
      return planConditional(node, planner);
    case 'type':
      return planTypeOf(node, planner);
    case 'or':
    case 'orValue':
      return planAlternative(node, planner);
    default:
      return planFunction(node, planner);
  }
}

/** Errors on one side do not matter when another side decides. */
function planLogical(node: Call, planner: Planner, deciding: boolean): Step {
  const steps = node.args.map((argument) => planner.plan(argument, planner));
  return (context) => {
    let failure: unknown;
    for (const step of steps) {
      try {
        if (asBool(step(context)) === deciding) return deciding;
      } catch (error) {
        if (!isIgnorable(error)) throw error;
        failure ??= placed(error, node.at);
      }
    }
    if (failure !== undefined) throw failure;
    return !deciding;
  };
}

function planConditional(node: Call, planner: Planner): Step {
  const [condition, truthy, falsy] = node.args.map((argument) => planner.plan(argument, planner)) as [Step, Step, Step];
  return (context) => {
    const value = condition(context);
    if (typeof value !== 'boolean') throw placed(noSuchOverload(), node.at);
    return value ? truthy(context) : falsy(context);
  };
}

function planTypeOf(node: Call, planner: Planner): Step {
  const [argument] = node.args;
  if (node.target || node.args.length !== 1 || !argument) return planFunction(node, planner);
  const step = planner.plan(argument, planner);
  const cost = isFolded(node) ? 0 : 1;
  return (context) => {
    const name = typeNameOf(step(context));
    spend(context, cost);
    return typeConstants[name] ?? new TypeValue(name);
  };
}

/** The alternative of an optional is evaluated only when it is needed. */
function planAlternative(node: Call, planner: Planner): Step {
  const [argument] = node.args;
  if (!node.target || node.args.length !== 1 || !argument) return planFunction(node, planner);
  const target = planner.plan(node.target, planner);
  const other = planner.plan(argument, planner);
  const isValue = node.name === 'orValue';
  return (context) => {
    const optional = target(context);
    if (!(optional instanceof Optional)) throw placed(noSuchOverload(), node.at);
    if (!optional.hasValue) return other(context);
    return isValue ? optional.value : optional;
  };
}

function planFunction(node: Call, planner: Planner): Step {
  const { overloads, operands } = resolve(node, planner);
  const candidates = overloads.filter(({ parameters }) => parameters.length === operands.length);
  const steps = operands.map((operand) => planner.plan(operand, planner));
  const isFree = isFolded(node);
  return (context) => {
    const args = steps.map((step) => step(context));
    try {
      const overload = candidates.find(({ parameters }) => parameters.every((parameter, i) => fits(args[i], parameter)));
      if (!overload) throw noSuchOverload();
      spend(context, isFree ? 0 : (overload.cost?.(args) ?? 1));
      const result = (overload.run as (...values: unknown[]) => unknown)(...args);
      if (overload.resultCost) spend(context, overload.resultCost(result));
      return result;
    } catch (error) {
      throw placed(error, node.at);
    }
  };
}

/** `ip.isCanonical(x)` is a function of that name, unless `ip` is a variable: then it is a method of it. */
function resolve(node: Call, planner: Planner): { readonly overloads: readonly Overload[]; readonly operands: readonly Expression[] } {
  if (!node.target) return { overloads: planner.functions.find(node.name, false), operands: node.args };
  const namespace = qualifiedName(node.target);
  const root = namespace?.split('.')[0] ?? '';
  const isNamespace = namespace !== undefined && !planner.bound.has(root) && !planner.isVariable(root);
  const namespaced = isNamespace ? planner.functions.find(`${namespace}.${node.name}`, false) : [];
  if (namespaced.length > 0) return { overloads: namespaced, operands: node.args };
  return { overloads: planner.functions.find(node.name, true), operands: [node.target, ...node.args] };
}
