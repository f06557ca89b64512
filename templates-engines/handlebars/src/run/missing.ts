import type { LookupQuestion } from '@sherpack/plugin-api';
import type { Run } from './run.ts';

/** What the cluster says; a question that nobody has answered yet is noted and answered with nothing. */
export function ask(run: Run, question: LookupQuestion): unknown {
  const answer = run.request.answers.lookup(question);
  if (answer !== undefined && answer !== null) return answer;
  if (answer === undefined) run.missing.set(JSON.stringify([question.apiVersion, question.kind, question.namespace, question.name]), question);
  return question.name === '' ? { items: [] } : {};
}
