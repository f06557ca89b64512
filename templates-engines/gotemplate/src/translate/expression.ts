import type { Kind } from './scope.ts';

/** An expression of Handlebars. */
export interface Expression {
  readonly text: string;
  /** Stands as an argument without parentheses. */
  readonly simple: boolean;
  /** A path that further names can be added to. */
  readonly isPath?: boolean;
  readonly kind: Kind;
  /** Whether `{{#if}}` sees it as Go does; lists and maps may be empty. */
  readonly plain: boolean;
}

export function literal(text: string): Expression {
  return { text, simple: true, kind: 'any', plain: true };
}

/** A helper with its arguments. */
export function written(name: string, args: readonly Expression[], plain: boolean): Expression {
  return { text: [name, ...args.map(asArgument)].join(' '), simple: false, kind: 'any', plain };
}

export function asArgument({ text, simple }: Expression): string {
  return simple ? text : `(${text})`;
}

/** A condition that is true when Go's is: empty lists and maps are false there. */
export function asCondition(expression: Expression): Expression {
  return expression.plain ? expression : written('filled', [expression], true);
}
