/** What kind of thing went wrong: `limit` means that the expression was stopped, not that it is wrong. */
export type CelErrorKind = 'syntax' | 'type' | 'evaluation' | 'limit';

/** A place within an expression, both counted from 1; columns count characters. */
export interface CelPosition {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with an expression. `hint` says what to do next, a near miss for instance. */
export interface CelIssue extends CelPosition {
  readonly kind: CelErrorKind;
  readonly message: string;
  readonly hint?: string;
}

/** An expression that cannot be compiled (`issues` holds everything found) or whose evaluation failed. */
export class CelError extends Error {
  readonly kind: CelErrorKind;
  readonly expression: string;
  readonly issues: readonly CelIssue[];

  constructor(expression: string, issues: readonly [CelIssue, ...CelIssue[]]) {
    super(issues.map(({ message }) => message).join('; '));
    this.name = 'CelError';
    this.kind = issues[0].kind;
    this.expression = expression;
    this.issues = issues;
  }

  get line(): number {
    return this.issues[0]?.line ?? 1;
  }

  get column(): number {
    return this.issues[0]?.column ?? 1;
  }

  get hint(): string | undefined {
    return this.issues[0]?.hint;
  }
}

/** Thrown by functions while an expression runs; the call adds where it happened. */
export class Fault extends Error {
  readonly kind: CelErrorKind;
  at: number | undefined;

  constructor(message: string, kind: CelErrorKind = 'evaluation', at?: number) {
    super(message);
    this.kind = kind;
    this.at = at;
  }
}

export function noSuchOverload(): Fault {
  return new Fault('no such overload');
}

/** The place of an offset; offsets count UTF-16 units. */
export function positionAt(expression: string, offset: number): CelPosition {
  const before = expression.slice(0, offset).split('\n');
  return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
}
