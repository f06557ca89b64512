import { describe, expect, it } from 'vitest';
import type { ObjectRef, OperationEvent, Plan, PlanStep, ProgressLine } from '@sherpack/plugin-api';
import { showProgress } from './progress.ts';

function ref(name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name };
}

function planOf(...steps: readonly (readonly [name: string, wave: number, action?: string])[]): OperationEvent {
  const made = steps.map(([name, wave, action = 'create']) => ({ ref: ref(name), wave, action }) as unknown as PlanStep);
  return { type: 'plan-ready', plan: { steps: made } as unknown as Plan };
}

function screen() {
  let shown: readonly ProgressLine[] = [];
  let time = 0;
  const said: string[] = [];
  const show = showProgress({ progress: (lines) => { shown = lines; }, endProgress: () => undefined }, { warn: (text) => void said.push(text), info: (text) => void said.push(text) }, () => time);
  return { show, said, pass: (milliseconds: number) => { time += milliseconds; }, text: () => shown.map(({ label, state, detail }) => [label, state, detail].filter(Boolean).join(' | ')) };
}

describe('live progress', () => {
  it('is a tree of waves with their objects, reasons and times', () => {
    const { show, pass, text } = screen();
    show(planOf(['b', 2], ['a', 1], ['same', 1, 'unchanged']));
    show({ type: 'step-started', ref: ref('a'), action: 'create' });
    show({ type: 'step-progress', ref: ref('a'), message: '1 of 2 ready' });
    expect(text()).toEqual(['wave 1 | running', '  ConfigMap shop/a | running | 1 of 2 ready', 'wave 2 | waiting', '  ConfigMap shop/b | waiting']);
    pass(1500);
    show({ type: 'step-finished', ref: ref('a'), action: 'created' });
    expect(text()).toEqual(['wave 1 | done | 1.5 s', '  ConfigMap shop/a | done | created, 1.5 s', 'wave 2 | waiting', '  ConfigMap shop/b | waiting']);
  });

  it('has no heading for a single wave, and shows what stays as it is only while it is waited for', () => {
    const { show, text } = screen();
    show(planOf(['a', 0], ['same', 0, 'unchanged']));
    show({ type: 'step-started', ref: ref('same'), action: 'unchanged' });
    show({ type: 'step-progress', ref: ref('same'), message: 'not ready' });
    expect(text()).toEqual(['ConfigMap shop/a | waiting', 'ConfigMap shop/same | running | not ready']);
    show({ type: 'step-finished', ref: ref('same'), action: 'unchanged' });
    show({ type: 'step-started', ref: ref('a'), action: 'create' });
    expect(text()).toEqual(['ConfigMap shop/a | running | create']);
  });

  it('prints logs of containers line by line', () => {
    const { show, said } = screen();
    show({ type: 'log', ref: ref('a'), container: 'pod/c', text: 'one\ntwo' });
    expect(said).toEqual(['pod/c | one\npod/c | two']);
  });
});
