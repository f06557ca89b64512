import type { Operation, Pack, SherpackError } from '@sherpack/plugin-api';
import { SherpackError as KnownError, isSherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { valueProblems } from '../values/check-values.ts';
import type { RenderPlan } from './plan-rendering.ts';

/**
 * Looks for more than the first thing that stopped a rendering: values that the schema refuses, for they are the likely
 * cause, and mistakes in the other templates.
 */
export async function explainFailure(error: unknown, plan: RenderPlan, pack: Pack, operation: Operation): Promise<unknown> {
  if (!isSherpackError(error)) return error;
  const values = await valueProblems(pack, operation).catch((problem: unknown) => (isSherpackError(problem) ? [problem] : []));
  const all = unique([...values, ...[...parseProblems(plan), error].map((each) => withShownFile(each, plan))]);
  const [first] = all;
  return all.length === 1 ? first : errors.INVALID(pack.metadata.name, all);
}

function parseProblems(plan: RenderPlan): readonly SherpackError[] {
  return plan.jobs.flatMap(({ engine, templates, pack }) => templates.flatMap((template) => {
    const options = engine.name === pack.engine.name ? pack.engine.options : {};
    return engine.parse(template, options).issues
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message, hint, location }) => new KnownError(code, { message, hint, location, exitCode: 4 }));
  }));
}

/** Engines know templates by their names; people want a file that they can open. */
function withShownFile(error: SherpackError, plan: RenderPlan): SherpackError {
  const { code, message, hint, location, docs, exitCode, others, cause } = error;
  const file = location?.file === undefined ? undefined : plan.shown(location.file);
  if (file === undefined || file === location?.file) return error;
  return new KnownError(code, { message, hint, location: { ...location, file }, docs, exitCode, others, cause });
}

function unique(found: readonly SherpackError[]): readonly SherpackError[] {
  const byPlace = new Map<string, SherpackError>();
  for (const problem of found) {
    const { file = '', line = 0, column = 0 } = problem.location ?? {};
    const key = line === 0 ? `${problem.code} ${problem.message}` : `${file}:${line}:${column}`;
    if (!byPlace.has(key)) byPlace.set(key, problem);
  }
  return [...byPlace.values()];
}
