// The syntax tree of Handlebars 4.7 as its parser builds it; the library's own types leave half of it out.

/** Line from 1, column from 0, both in the text that the parser read. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Span {
  readonly start: Position;
  readonly end: Position;
}

export interface Program {
  readonly type: 'Program';
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[];
  readonly chained?: boolean;
  readonly loc?: Span;
}

export interface ContentStatement {
  readonly type: 'ContentStatement';
  /** What is printed, after whitespace control. */
  readonly value: string;
  /** As written. */
  readonly original: string;
  readonly loc: Span;
}

export interface CommentStatement {
  readonly type: 'CommentStatement';
  readonly loc: Span;
}

export interface MustacheStatement {
  readonly type: 'MustacheStatement';
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash: Hash | undefined;
  readonly loc: Span;
}

export interface BlockStatement {
  readonly type: 'BlockStatement';
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash: Hash | undefined;
  readonly program: Program | undefined;
  readonly inverse: Program | undefined;
  readonly loc: Span;
}

export interface DecoratorBlock {
  readonly type: 'DecoratorBlock';
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash: Hash | undefined;
  readonly program: Program;
  readonly loc: Span;
}

export interface Decorator {
  readonly type: 'Decorator';
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly loc: Span;
}

export interface PartialStatement {
  readonly type: 'PartialStatement';
  readonly name: Expression;
  readonly params: readonly Expression[];
  readonly hash: Hash | undefined;
  readonly indent?: string;
  readonly loc: Span;
}

export interface PartialBlockStatement {
  readonly type: 'PartialBlockStatement';
  readonly name: Expression;
  readonly params: readonly Expression[];
  readonly hash: Hash | undefined;
  readonly program: Program;
  readonly loc: Span;
}

export type Statement =
  | ContentStatement
  | CommentStatement
  | MustacheStatement
  | BlockStatement
  | DecoratorBlock
  | Decorator
  | PartialStatement
  | PartialBlockStatement;

export interface PathExpression {
  readonly type: 'PathExpression';
  /** `@index`, `@root.values`. */
  readonly data: boolean;
  /** Number of `../`. */
  readonly depth: number;
  readonly parts: readonly string[];
  readonly original: string;
  readonly loc: Span;
}

export interface SubExpression {
  readonly type: 'SubExpression';
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash: Hash | undefined;
  readonly loc: Span;
}

export interface StringLiteral {
  readonly type: 'StringLiteral';
  readonly value: string;
  readonly original: string;
  readonly loc: Span;
}

export interface NumberLiteral {
  readonly type: 'NumberLiteral';
  readonly value: number;
  readonly original: number;
  readonly loc: Span;
}

export interface BooleanLiteral {
  readonly type: 'BooleanLiteral';
  readonly value: boolean;
  readonly original: boolean;
  readonly loc: Span;
}

export interface EmptyLiteral {
  readonly type: 'UndefinedLiteral' | 'NullLiteral';
  readonly original: undefined | null;
  readonly loc: Span;
}

export type Expression = PathExpression | SubExpression | StringLiteral | NumberLiteral | BooleanLiteral | EmptyLiteral;

export interface Hash {
  readonly pairs: readonly { readonly key: string; readonly value: Expression; readonly loc: Span }[];
  readonly loc: Span;
}

/** What a call, a block and a mustache have in common. */
export interface CallNode {
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash: Hash | undefined;
  readonly loc: Span;
}

/** A literal in the place of a path reads the member of that name: `{{12}}`, `{{"a b"}}`. */
export function asPath(expression: Expression): PathExpression {
  if (expression.type === 'PathExpression') return expression;
  const original = expression.type === 'SubExpression' ? asPath(expression.path).original : String(expression.original);
  return { type: 'PathExpression', data: false, depth: 0, parts: [original], original, loc: expression.loc };
}

/** Handlebars' own test, its oddities included. */
export function isScoped(path: PathExpression): boolean {
  return /^\.|this\b/.test(path.original);
}

/** One name that could be a helper. */
export function isSimple(path: PathExpression): boolean {
  return path.parts.length === 1 && path.depth === 0 && !path.data && !isScoped(path);
}

export function hasArguments(node: CallNode): boolean {
  return node.params.length > 0 || node.hash !== undefined;
}
