import type { CelIssue } from './cel-error.ts';

/**
 * Issues as the API server prints them (cel-go, common/errors.go): every issue with its line and a caret below it.
 * The hint is ours and left out.
 */
export function issueText(expression: string, issues: readonly CelIssue[]): string {
  const lines = expression.split('\n');
  const ordered = issues.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return ordered.map(({ message, line, column }) => [`ERROR: <input>:${line}:${column}: ${message}`, ` | ${lines[line - 1] ?? ''}`, ` | ${'.'.repeat(column - 1)}^`].join('\n')).join('\n');
}
