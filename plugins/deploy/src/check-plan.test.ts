import { describe, expect, it } from 'vitest';
import type { Plan, PlanStep } from '@sherpack/plugin-api';
import { checkPlan } from './check-plan.ts';

function planOf(...steps: readonly Partial<PlanStep>[]): Plan {
  return { steps: steps.map((step) => ({ id: 'a', action: 'delete', dependsOn: [], ...step })) } as unknown as Plan;
}

describe('the last look at a plan', () => {
  it('lets an orderly plan pass as it is', () => {
    const plan = planOf({ id: 'a' }, { id: 'b', dependsOn: ['a'] });
    expect(checkPlan(plan)).toBe(plan);
  });

  it.each([
    ['two steps of one name', planOf({}, {}), 'two steps are called "a"'],
    ['a dependency that is not there', planOf({ dependsOn: ['b'] }), 'step "a" depends on a step that does not exist'],
    ['a creation of nothing', planOf({ action: 'create' }), 'step "a" has nothing to write'],
    ['a recreation of nothing', planOf({ action: 'recreate' }), 'step "a" has nothing to write'],
  ])('refuses %s', (_what, plan, problem) => {
    expect(() => checkPlan(plan)).toThrow(expect.objectContaining({ code: 'DEPLOY_PLAN_INVALID', message: expect.stringContaining(problem) }) as Error);
  });
});
