import { describe, expect, it } from 'vitest';
import type { Plan, PlanStep } from '@sherpack/plugin-api';
import { checkPlan } from './check-plan.ts';

function planOf(...steps: readonly Partial<PlanStep>[]): Plan {
  return {
    steps: steps.map((step) => ({ id: 'a', action: 'delete', dependsOn: [], wave: 0, ref: { apiVersion: 'v1', kind: 'ConfigMap', name: 'c' }, ready: { wait: false }, ...step })),
  } as unknown as Plan;
}

describe('the last look at a plan', () => {
  it('lets an orderly plan pass as it is', () => {
    const plan = planOf({ id: 'a', action: 'unchanged' }, { id: 'b', dependsOn: [{ id: 'a', until: 'ready' }], action: 'unchanged' });
    expect(checkPlan(plan)).toBe(plan);
  });

  it.each([
    ['two steps of one name', planOf({}, {}), 'two steps are called "a"'],
    ['a dependency that is not there', planOf({ dependsOn: [{ id: 'b', until: 'ready' }], action: 'unchanged' }), 'step "a" depends on a step that does not exist'],
    ['a creation of nothing', planOf({ action: 'create' }), 'step "a" has nothing to write'],
    ['a recreation of nothing', planOf({ action: 'recreate' }), 'step "a" has nothing to write'],
  ])('refuses %s', (_what, plan, problem) => {
    expect(() => checkPlan(plan)).toThrow(expect.objectContaining({ code: 'DEPLOY_PLAN_INVALID', message: expect.stringContaining(problem) }) as Error);
  });

  it('refuses objects that wait for one another, and names the shortest way round with its places', () => {
    const step = (name: string, on: string, line: number) => ({
      id: name, action: 'unchanged' as const, ref: { apiVersion: 'v1', kind: 'ConfigMap', name }, source: { template: 'web/templates/all.yaml', document: 0, line },
      dependsOn: [{ id: on, until: 'ready' as const }],
    });
    expect(() => checkPlan(planOf(step('a', 'b', 1), step('b', 'a', 9), step('c', 'a', 20)))).toThrow(expect.objectContaining({
      code: 'DEPLOY_CYCLE',
      message: expect.stringMatching(/ConfigMap b \(web\/templates\/all.yaml:9\) waits for ConfigMap a \(web\/templates\/all.yaml:1\): depends-on, ready/),
    }) as Error);
  });
});
