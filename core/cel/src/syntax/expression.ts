/** The syntax tree. `at` is the offset that messages about a node point to: the operator, the parenthesis of a call, the dot. */
export type Expression = Literal | Identifier | Select | Index | Call | ListLiteral | MapLiteral | Comprehension | Binding | OptionalMapping;

interface Node {
  readonly at: number;
}

export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: unknown;
}

export interface Identifier extends Node {
  readonly kind: 'identifier';
  readonly name: string;
}

/** `a.b`, `a.?b`, and `has(a.b)` with `isTest`. */
export interface Select extends Node {
  readonly kind: 'select';
  readonly operand: Expression;
  readonly field: string;
  readonly isOptional: boolean;
  readonly isTest: boolean;
}

export interface Index extends Node {
  readonly kind: 'index';
  readonly operand: Expression;
  readonly index: Expression;
  readonly isOptional: boolean;
}

/** Operators are calls of `_+_`, `!_`, `_?_:_` and so on, as in cel-go. */
export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly target?: Expression;
  readonly args: readonly Expression[];
}

export interface ListLiteral extends Node {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
  /** Which elements are left out when they are optionals without a value: `[?a]`. */
  readonly optional: readonly boolean[];
}

export interface MapLiteral extends Node {
  readonly kind: 'map';
  readonly entries: readonly (readonly [Expression, Expression])[];
  readonly optional: readonly boolean[];
}

export type ComprehensionForm = 'all' | 'exists' | 'existsOne' | 'map' | 'filter' | 'sortBy' | 'transformMap' | 'transformMapEntry';

/** A macro over a list or map, with one variable (elements or keys) or two (index or key, and value). */
export interface Comprehension extends Node {
  readonly kind: 'comprehension';
  readonly form: ComprehensionForm;
  readonly macro: string;
  readonly range: Expression;
  readonly variables: readonly [string] | readonly [string, string];
  /** What must hold for an element to be transformed. */
  readonly filter?: Expression;
  readonly body: Expression;
}

/** `cel.bind(name, value, body)`. */
export interface Binding extends Node {
  readonly kind: 'binding';
  readonly name: string;
  readonly value: Expression;
  readonly body: Expression;
}

/** `target.optMap(name, body)` and `optFlatMap`. */
export interface OptionalMapping extends Node {
  readonly kind: 'optional-mapping';
  readonly isFlat: boolean;
  readonly target: Expression;
  readonly name: string;
  readonly body: Expression;
}

/** The expressions directly below one. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'literal':
    case 'identifier':
      return [];
    case 'select':
      return [node.operand];
    case 'index':
      return [node.operand, node.index];
    case 'call':
      return node.target ? [node.target, ...node.args] : node.args;
    case 'list':
      return node.elements;
    case 'map':
      return node.entries.flat();
    case 'comprehension':
      return node.filter ? [node.range, node.filter, node.body] : [node.range, node.body];
    case 'binding':
      return [node.value, node.body];
    case 'optional-mapping':
      return [node.target, node.body];
  }
}

/** Whether a name is read anywhere that is not bound by a macro around it. */
export function readsVariable(node: Expression, name: string): boolean {
  if (node.kind === 'identifier') return node.name === name;
  if (node.kind === 'comprehension' && (node.variables as readonly string[]).includes(name)) return readsVariable(node.range, name);
  if (node.kind === 'binding' && node.name === name) return readsVariable(node.value, name);
  if (node.kind === 'optional-mapping' && node.name === name) return readsVariable(node.target, name);
  return childrenOf(node).some((child) => readsVariable(child, name));
}

const conversions = new Set(['bool', 'bytes', 'double', 'duration', 'dyn', 'int', 'string', 'timestamp', 'type', 'uint']);

/** What cel-go works out before an expression runs: conversions of literals, membership in lists of literals. */
export function isFolded({ name, args, target }: Call): boolean {
  const [first, second] = args;
  if (name === '@in') return second?.kind === 'list' && isConstant(second);
  return !target && args.length === 1 && first !== undefined && conversions.has(name) && isConstant(first);
}

/** Whether a part is made of literals only: cel-go builds it once, so it costs nothing when it runs. */
export function isConstant(node: Expression): boolean {
  if (node.kind === 'list') return node.elements.every(isConstant);
  if (node.kind === 'call') return node.name !== '@in' && isFolded(node);
  return node.kind === 'map' ? node.entries.flat().every(isConstant) : node.kind === 'literal';
}

/** `a.b.c` for a chain of plain names, as namespaced functions and constants are called. */
export function qualifiedName(node: Expression): string | undefined {
  if (node.kind === 'identifier') return node.name;
  if (node.kind !== 'select' || node.isOptional || node.isTest) return undefined;
  const before = qualifiedName(node.operand);
  return before === undefined ? undefined : `${before}.${node.field}`;
}
