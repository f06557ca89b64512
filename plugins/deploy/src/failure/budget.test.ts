import { describe, expect, it } from 'vitest';
import { createBudget } from './budget.ts';
import type { Finding } from './finding.ts';

function found(reason: string, times = 0, more: Partial<Finding> = {}): Finding {
  return { key: `pod/app/${reason}`, reason, message: '', times, chain: [], ...more };
}

describe('a trouble', () => {
  it.each(['ErrImageNeverPull', 'InvalidImageName', 'CreateContainerConfigError'])('called %s is over at once', (reason) => {
    expect(createBudget().rule([found(reason)], 0, false).isOver).toBe(true);
  });

  it('of crashes is over after three restarts and 15 s, not before either', () => {
    const budget = createBudget();
    expect(budget.rule([found('CrashLoopBackOff', 3)], 0, false)).toMatchObject({ isOver: false, again: 15_000, worst: { class: 'suspicious' } });
    expect(budget.rule([found('CrashLoopBackOff', 2)], 16_000, false)).toMatchObject({ isOver: false, again: undefined });
    expect(budget.rule([found('CrashLoopBackOff', 3)], 16_001, false)).toMatchObject({ isOver: true, worst: { class: 'terminal' } });
  });

  it('of crashes is forgiven while what is needed starts, and counted from zero then', () => {
    const budget = createBudget();
    expect(budget.rule([found('CrashLoopBackOff', 9)], 60_000, true)).toMatchObject({ isOver: false, worst: { class: 'benign' } });
    expect(budget.rule([found('CrashLoopBackOff', 9)], 120_000, false).isOver).toBe(false);
    expect(budget.rule([found('CrashLoopBackOff', 12)], 160_000, false).isOver).toBe(true);
  });

  it('of a name is not forgiven for what else is starting', () => {
    expect(createBudget().rule([found('InvalidImageName')], 0, true).isOver).toBe(true);
  });

  it('of pulling is over at the second failed pull', () => {
    const budget = createBudget();
    const key = 'pod/app/ImagePullBackOff';
    expect(budget.rule([found('ErrImagePull', 0, { key })], 0, false).isOver).toBe(false);
    expect(budget.rule([found('ImagePullBackOff', 0, { key })], 500, false).isOver).toBe(false);
    expect(budget.rule([found('ErrImagePull', 0, { key })], 10_000, false).isOver).toBe(true);
  });

  it('of pulling is over by the count of events that no status showed, or by its age', () => {
    expect(createBudget().rule([found('ImagePullBackOff', 2)], 0, false).isOver).toBe(true);
    const late = createBudget();
    expect(late.rule([found('ImagePullBackOff')], 0, false)).toMatchObject({ isOver: false, again: 30_000 });
    expect(late.rule([found('ImagePullBackOff')], 30_000, false).isOver).toBe(true);
  });

  it('of refused pods is over after 10 s, and begins anew after it was away for a minute', () => {
    const budget = createBudget();
    expect(budget.rule([found('FailedCreate')], 0, false)).toMatchObject({ isOver: false, again: 10_000 });
    expect(budget.rule([found('FailedCreate')], 100_000, false)).toMatchObject({ isOver: false, again: 10_000 });
    expect(budget.rule([found('FailedCreate')], 110_000, false).isOver).toBe(true);
  });

  it('of a pod that waits for its volume is never over', () => {
    expect(createBudget().rule([found('Unschedulable', 0, { graceMs: Infinity })], 0, false)).toMatchObject({ isOver: false, again: undefined, worst: { class: 'benign' } });
  });

  it('beside another does not hide it', () => {
    const ruling = createBudget().rule([found('CrashLoopBackOff', 1), found('InvalidImageName')], 0, false);
    expect(ruling).toMatchObject({ isOver: true, worst: { finding: { reason: 'InvalidImageName' } } });
  });
});
