import type { FieldChange, JsonObject, Plan, PlanStep } from '@sherpack/plugin-api';
import { formatPath } from '@sherpack/plugin-api';
import { groupsOf, linksOf } from './plan-view.ts';

/** The plan as data for `-o json`: stable, and free of secrets. */
export function planDocument(plan: Plan): JsonObject {
  const { release, revision, releaseUid, cluster, onFailure, wait, fieldManager } = plan;
  return {
    release, revision, releaseUid, cluster, fieldManager, onFailure, wait,
    groups: groupsOf(plan).map(({ title, steps }) => ({ title, steps: steps.map(stepDocument) })),
    links: linksOf(plan),
  };
}

function stepDocument(step: PlanStep): JsonObject {
  const { id, action, ref, live, changes, source, dependsOn, outer, wave, ready, hook, reason, deferred } = step;
  return {
    id, action, ...ref, wave, live, source, dependsOn, outer, ready, hook, reason, deferred,
    changes: changes.map(changeDocument),
  };
}

function changeDocument({ path, before, after, secret }: FieldChange): JsonObject {
  return secret ? { path: formatPath(path), secret: true } : { path: formatPath(path), before, after };
}
