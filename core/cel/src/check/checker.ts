import { bool, dyn, failedType, fieldOf, isOptionalType, listOf, mapOf, nullType, optionalOf, printType, type CelType, type ObjectType } from '../cel-type.ts';
import { qualifiedName, type Binding, type Comprehension, type Expression, type Index, type ListLiteral, type MapLiteral, type OptionalMapping, type Select } from '../syntax/expression.ts';
import { typeNameOf } from '../values/kind.ts';
import { checkCall } from './calls.ts';
import { fieldHint, variableHint } from './hints.ts';
import type { Scope } from './scope.ts';
import { accepts, free, merged } from './unify.ts';

/** The type of an expression. What is wrong is reported, and goes on as dyn. */
export function typeOf(node: Expression, scope: Scope): CelType {
  switch (node.kind) {
    case 'literal':
      return literalType(node.value);
    case 'identifier':
      return identifierType(node.name, node.at, scope);
    case 'select':
      return constantType(node, scope) ?? selectType(node, scope);
    case 'index':
      return indexType(node, scope);
    case 'call':
      return checkCall(node, scope);
    case 'list':
      return listType(node, scope);
    case 'map':
      return mapType(node, scope);
    case 'comprehension':
      return comprehensionType(node, scope);
    case 'binding':
      return bindingType(node, scope);
    case 'optional-mapping':
      return mappingType(node, scope);
  }
}

function literalType(value: unknown): CelType {
  return value === null ? nullType : { kind: typeNameOf(value) as 'string' };
}

const typeNames: ReadonlySet<string> = new Set(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'null_type', 'type', 'optional_type']);

function identifierType(name: string, at: number, scope: Scope): CelType {
  const declared = scope.variables.get(name);
  if (declared) return declared;
  if (typeNames.has(name)) return { kind: 'type', of: dyn };
  scope.report(at, `undeclared reference to '${name}' (in container '')`, variableHint(name, [...scope.variables.keys()]));
  return failedType;
}

const qualifiedTypes: ReadonlySet<string> = new Set(['google.protobuf.Timestamp', 'google.protobuf.Duration', 'net.IP', 'net.CIDR', 'kubernetes.URL', 'kubernetes.Quantity', 'kubernetes.Semver', 'kubernetes.NamedFormat']);

function constantType(node: Select, scope: Scope): CelType | undefined {
  const name = qualifiedName(node);
  if (name === undefined || !qualifiedTypes.has(name) || scope.variables.has(name.split('.')[0] ?? '')) return undefined;
  return { kind: 'type', of: dyn };
}

function selectType(node: Select, scope: Scope): CelType {
  const operand = typeOf(node.operand, scope);
  const inner = isOptionalType(operand) ? firstParameter(operand) : operand;
  const field = fieldType(inner, node, scope);
  if (node.isTest) return bool;
  return node.isOptional || inner !== operand ? optionalOf(field) : field;
}

export function firstParameter(type: CelType): CelType {
  return type.kind === 'opaque' ? (type.parameters[0] ?? dyn) : dyn;
}

function fieldType(type: CelType, node: Select, scope: Scope): CelType {
  if (type.kind === 'dyn') return dyn;
  if (type.kind === 'map') return type.value;
  if (type.kind === 'object') return declaredField(type, node, scope);
  scope.report(node.at, `type '${printType(type)}' does not support field selection`);
  return failedType;
}

function declaredField(type: ObjectType, { field, at }: Select, scope: Scope): CelType {
  const declared = fieldOf(type, field);
  if (declared) return declared.type;
  if (type.isOpen) return dyn;
  scope.report(at, `undefined field '${field}'`, fieldHint(field, [...type.fields.keys()]));
  return failedType;
}

function indexType(node: Index, scope: Scope): CelType {
  const operand = typeOf(node.operand, scope);
  const index = typeOf(node.index, scope);
  const inner = isOptionalType(operand) ? firstParameter(operand) : operand;
  const item = itemType(inner, index, node, scope);
  return node.isOptional || inner !== operand ? optionalOf(item) : item;
}

function itemType(type: CelType, index: CelType, node: Index, scope: Scope): CelType {
  if (type.kind === 'dyn') return dyn;
  if (type.kind === 'list' && (accepts({ kind: 'int' }, index) || (index.kind === 'uint' || index.kind === 'double'))) return type.element;
  if (type.kind === 'map' && accepts(type.key, index)) return type.value;
  scope.report(node.at, `found no matching overload for '${node.isOptional ? '_[?_]' : '_[_]'}' applied to '(${printType(type)}, ${printType(index)})'`, type.kind === 'object' ? 'fields of objects are read with a dot' : undefined);
  return failedType;
}

function joined(types: readonly CelType[], places: readonly Expression[], scope: Scope): CelType {
  const [first = free, ...rest] = types;
  let result = first;
  for (const [i, type] of rest.entries()) {
    if (accepts(result, type)) {
      result = merged(result, type);
      continue;
    }
    if (scope.isHomogeneous) scope.report(places[i + 1]?.at ?? 0, `expected type '${printType(result)}' but found '${printType(type)}'`);
    result = dyn;
  }
  return result;
}

function listType({ elements, optional }: ListLiteral, scope: Scope): CelType {
  return listOf(joined(elements.map((element, i) => presentType(element, optional[i] === true, scope)), elements, scope));
}

/** The type of an element; of an optional one, of what is in it. */
function presentType(element: Expression, isOptional: boolean, scope: Scope): CelType {
  const type = typeOf(element, scope);
  if (!isOptional || type.kind === 'dyn') return type;
  if (isOptionalType(type)) return firstParameter(type);
  scope.report(element.at, `expected type 'optional_type(${printType(type)})' but found '${printType(type)}'`);
  return failedType;
}

function mapType({ entries, optional }: MapLiteral, scope: Scope): CelType {
  const keys = entries.map(([key]) => key);
  const values = entries.map(([, value]) => value);
  const keyType = joined(keys.map((key) => typeOf(key, scope)), keys, scope);
  return mapOf(keyType, joined(values.map((value, i) => presentType(value, optional[i] === true, scope)), values, scope));
}

export function withVariables(scope: Scope, names: readonly string[], types: readonly CelType[]): Scope {
  const variables = new Map(scope.variables);
  for (const [i, name] of names.entries()) variables.set(name, types[i] ?? dyn);
  return { ...scope, variables };
}

function comprehensionType(node: Comprehension, scope: Scope): CelType {
  const range = typeOf(node.range, scope);
  const { key, value } = turnTypes(range, node, scope);
  const types = node.variables.length === 1 ? [range.kind === 'map' ? key : value] : [key, value];
  const inner = withVariables(scope, node.variables, types);
  if (node.filter) expectCondition(node.filter, types[0] ?? dyn, node, inner);
  switch (node.form) {
    case 'all':
    case 'exists':
    case 'existsOne':
      expectBool(node.body, inner);
      return bool;
    case 'filter':
      expectCondition(node.body, types[0] ?? dyn, node, inner);
      return listOf(types[0] ?? dyn);
    case 'map':
      return listOf(typeOf(node.body, inner));
    case 'sortBy':
      typeOf(node.body, inner);
      return listOf(types[0] ?? dyn);
    case 'transformMap':
      return mapOf(key, typeOf(node.body, inner));
    case 'transformMapEntry':
      return typeOf(node.body, inner);
  }
}

function turnTypes(range: CelType, node: Comprehension, scope: Scope): { readonly key: CelType; readonly value: CelType } {
  if (range.kind === 'list') return { key: { kind: 'int' }, value: range.element };
  if (range.kind === 'map') return { key: range.key, value: range.value };
  if (range.kind !== 'dyn') scope.report(node.range.at, `expression of type '${printType(range)}' cannot be range of a comprehension (must be list, map, or dynamic)`);
  return { key: dyn, value: dyn };
}

export function expectBool(node: Expression, scope: Scope): void {
  const type = typeOf(node, scope);
  if (!accepts(bool, type)) scope.report(node.at, `expected type 'bool' but found '${printType(type)}'`);
}

/** cel-go makes `condition ? list + [item] : list` of a filter, and says so when the condition is none. */
function expectCondition(condition: Expression, item: CelType, { at }: Comprehension, scope: Scope): void {
  const type = typeOf(condition, scope);
  if (accepts(bool, type)) return;
  const list = printType(listOf(item));
  scope.report(at, `found no matching overload for '_?_:_' applied to '(${printType(type)}, ${list}, ${list})'`);
}

function bindingType(node: Binding, scope: Scope): CelType {
  return typeOf(node.body, withVariables(scope, [node.name], [typeOf(node.value, scope)]));
}

function mappingType(node: OptionalMapping, scope: Scope): CelType {
  const target = typeOf(node.target, scope);
  if (target.kind !== 'dyn' && !isOptionalType(target)) scope.report(node.at, `found no matching overload for '${node.isFlat ? 'optFlatMap' : 'optMap'}' applied to '${printType(target)}'`);
  const body = typeOf(node.body, withVariables(scope, [node.name], [firstParameter(target)]));
  return node.isFlat ? body : optionalOf(body);
}
