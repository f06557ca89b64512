import { bool, dyn, failedType, printType, sameType, type CelType } from '../cel-type.ts';
import { patternProblem } from '../functions/regex.ts';
import type { Overload } from '../functions/overload.ts';
import { qualifiedName, type Call, type Expression } from '../syntax/expression.ts';
import { parseDuration, parseTimestamp } from '../values/time.ts';
import { functionHint } from './hints.ts';
import type { Scope } from './scope.ts';
import { accepts, substitute, type Bindings } from './unify.ts';

export function checkCall(node: Call, scope: Scope): CelType {
  switch (node.name) {
    case '_&&_':
    case '_||_':
      return checkLogical(node, scope);
    case '_?_:_':
      return checkConditional(node, scope);
    default:
      return checkFunction(node, scope);
  }
}

function checkLogical(node: Call, scope: Scope): CelType {
  for (const argument of node.args) {
    const type = scope.typeOf(argument, scope);
    if (!accepts(bool, type)) scope.report(argument.at, `expected type 'bool' but found '${printType(type)}'`);
  }
  return bool;
}

function checkConditional(node: Call, scope: Scope): CelType {
  const [condition = dyn, truthy = dyn, falsy = dyn] = node.args.map((argument) => scope.typeOf(argument, scope));
  if (!accepts(bool, condition) || !(accepts(truthy, falsy) || accepts(falsy, truthy))) {
    reportMismatch(node, [condition, truthy, falsy], false, scope);
    return failedType;
  }
  if (sameType(truthy, falsy)) return truthy;
  return truthy.kind === 'null' ? falsy : narrower(truthy, falsy);
}

function narrower(a: CelType, b: CelType): CelType {
  return a.kind === 'dyn' || b.kind === 'dyn' ? dyn : a;
}

interface Resolution {
  readonly name: string;
  readonly isMember: boolean;
  readonly operands: readonly Expression[];
}

function checkFunction(node: Call, scope: Scope): CelType {
  const { name, isMember, operands } = resolve(node, scope);
  if (name === 'type' && !isMember && operands.length === 1) return { kind: 'type', of: scope.typeOf(operands[0]!, scope) };
  if (!scope.functions.has(name, isMember)) return undeclared(node, name, isMember, operands, scope);
  const inner = isMember && name === 'format' ? { ...scope, isHomogeneous: false } : scope;
  const types = operands.map((operand) => scope.typeOf(operand, inner));
  const result = resultOf(scope.functions.find(name, isMember), types);
  if (!result) {
    reportMismatch({ ...node, name }, types, isMember, scope);
    return failedType;
  }
  checkLiteral(name, operands, scope);
  return result;
}

function resolve(node: Call, scope: Scope): Resolution {
  if (!node.target) return { name: node.name, isMember: false, operands: node.args };
  const namespace = qualifiedName(node.target);
  const isNamespace = namespace !== undefined && !scope.variables.has(namespace.split('.')[0] ?? '');
  if (isNamespace && scope.functions.has(`${namespace}.${node.name}`, false)) return { name: `${namespace}.${node.name}`, isMember: false, operands: node.args };
  return { name: node.name, isMember: true, operands: [node.target, ...node.args] };
}

function undeclared(node: Call, name: string, isMember: boolean, operands: readonly Expression[], scope: Scope): CelType {
  const errors = operands.filter((operand, i) => !(i === 0 && isNamespaceOnly(node, operand, scope)));
  for (const operand of errors) scope.typeOf(operand, scope);
  scope.report(node.at, `undeclared reference to '${name}' (in container '')`, functionHint(node, isMember, scope.functions));
  return failedType;
}

/** `ipp.isCanonical(x)`: the function is what is missing, not a variable `ipp`. */
function isNamespaceOnly(node: Call, operand: Expression, scope: Scope): boolean {
  const name = qualifiedName(operand);
  return operand === node.target && name !== undefined && scope.functions.names(false).some((known) => known.startsWith(`${name}.`));
}

function resultOf(overloads: readonly Overload[], types: readonly CelType[]): CelType | undefined {
  const results: CelType[] = [];
  for (const { parameters, result } of overloads) {
    const bindings: Bindings = new Map();
    const isMatch = parameters.length === types.length && parameters.every((parameter, i) => accepts(parameter, types[i] ?? dyn, bindings));
    if (isMatch) results.push(substitute(result, bindings));
  }
  const [first, ...others] = results;
  if (!first) return undefined;
  return types.some(isVague) && others.some((other) => !sameType(first, other)) ? dyn : first;
}

function isVague(type: CelType): boolean {
  if (type.kind === 'list') return isVague(type.element);
  if (type.kind === 'map') return isVague(type.key) || isVague(type.value);
  return type.kind === 'opaque' ? type.parameters.some(isVague) : type.kind === 'dyn';
}

function reportMismatch(node: Call, types: readonly CelType[], isMember: boolean, scope: Scope): void {
  const printed = types.map(printType);
  const signature = isMember ? `${printed[0]}.(${printed.slice(1).join(', ')})` : `(${printed.join(', ')})`;
  scope.report(node.at, `found no matching overload for '${node.name}' applied to '${signature}'`);
}

/** Texts that stand in the expression and can never be what the function wants. */
function checkLiteral(name: string, operands: readonly Expression[], scope: Scope): void {
  const literal = operands.at(-1);
  if (literal?.kind !== 'literal' || typeof literal.value !== 'string') return;
  const { value } = literal;
  if (name === 'duration' && !parseDuration(value)) scope.report(literal.at, 'invalid duration argument');
  if (name === 'timestamp' && !parseTimestamp(value)) scope.report(literal.at, 'invalid timestamp argument');
  if (name === 'matches' && patternProblem(value) !== undefined) scope.report(literal.at, 'invalid matches argument', patternProblem(value));
}
