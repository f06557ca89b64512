import { check } from '@sherpack/cel/compile';
import { issueText } from '@sherpack/cel/issue-text';

/** What keeps a text from being an expression, in the server's words. Its types are not looked at: the variables are not known here. */
export function expressionProblem(text: string, isCondition = false): string | undefined {
  const { issues } = check(text, { variables: {}, isUnchecked: true });
  if (issues.length > 0) return issueText(text, issues);
  return isCondition ? constantProblem(text) : undefined;
}

/** A condition that needs no variable, and so has a type, has to be one. */
function constantProblem(text: string): string | undefined {
  const { issues, type } = check(text, { variables: {} });
  const isOther = issues.length === 0 && typeof type === 'string' && type !== 'bool' && type !== 'dyn';
  return isOther ? `must evaluate to bool but got ${type}` : undefined;
}
