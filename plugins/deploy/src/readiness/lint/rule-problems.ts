import type { CelIssue } from '@sherpack/cel/cel-error';
import type { JsonSchema } from '@sherpack/cel/json-schema';
import type { SherpackError, SourceLocation } from '@sherpack/plugin-api';
import { errors } from '../../errors.ts';
import { checkExpression } from './check-expression.ts';

export interface CheckedRule {
  readonly expression: string;
  readonly schema: JsonSchema | undefined;
  readonly result: 'bool' | 'string';
  /** For people: `sherpack.io/ready-when of Widget a`. */
  readonly where: string;
}

/** What is wrong with an expression, each with its own place in the file. */
export function ruleProblems({ expression, schema, result, where }: CheckedRule, place: (spot: CelIssue) => SourceLocation): readonly SherpackError[] {
  return checkExpression(expression, schema, result).map((issue) => errors.RULE_INVALID(where, issue.message, issue.hint, place(issue)));
}
