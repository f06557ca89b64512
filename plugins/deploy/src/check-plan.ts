import type { Plan } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/** Last look at the plan after all plugins have had it: ids are unique, every dependency exists, writes have an object. */
export function checkPlan(plan: Plan): Plan {
  const ids = new Set<string>();
  for (const step of plan.steps) {
    if (ids.has(step.id)) throw errors.PLAN_INVALID(`two steps are called "${step.id}"`);
    ids.add(step.id);
    const writes = step.action === 'create' || step.action === 'update' || step.action === 'recreate';
    if (writes && step.desired === undefined) throw errors.PLAN_INVALID(`step "${step.id}" has nothing to write`);
  }
  const dangling = plan.steps.find((step) => step.dependsOn.some((id) => !ids.has(id)));
  if (dangling !== undefined) throw errors.PLAN_INVALID(`step "${dangling.id}" depends on a step that does not exist`);
  return plan;
}
