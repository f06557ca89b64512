import { check } from '@sherpack/cel/compile';
import { issueText } from '@sherpack/cel/issue-text';

/** What keeps a text from being an expression, in the server's words. Its types are not looked at: the variables are not known here. */
export function expressionProblem(text: string): string | undefined {
  const { issues } = check(text, { variables: {}, isUnchecked: true });
  return issues.length === 0 ? undefined : issueText(text, issues);
}
