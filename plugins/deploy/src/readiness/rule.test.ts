import { describe, expect, it } from 'vitest';
import type { ReadinessRule } from '@sherpack/plugin-api';
import { receiptOf } from './freshness.ts';
import { judgeObject } from './judge-object.ts';
import { NO_RULES, createRuleBook } from './rule-book.ts';
import { compileRule } from './rule.ts';

function widget(parts: object = {}, annotations: Readonly<Record<string, string>> = {}) {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a', generation: 2, annotations }, ...parts };
}

function judged(rule: ReadinessRule, parts: object) {
  return compileRule(rule, 'annotation').judge(widget(parts));
}

describe('a rule', () => {
  it.each([
    ['status.phase == "Ready"', { status: { phase: 'Ready' } }, 'ready', 'ready'],
    ['status.phase == "Ready"', { status: { phase: 'Making' } }, 'progressing', 'ready-when does not hold yet'],
    ['status.phase == "Ready"', { status: {} }, 'progressing', 'status.phase is not there yet'],
    ['status.phase == "Ready"', {}, 'progressing', 'status is not there yet'],
    ['object.status.replicas >= object.spec.replicas', { spec: { replicas: 2 }, status: { replicas: 2 } }, 'ready', 'ready'],
    ['status.conditions.exists(c, c.type == "Up" && c.status == "True")', { status: { conditions: [{ type: 'Up', status: 'True' }] } }, 'ready', 'ready'],
    ['status.conditions.exists(c, c.type == "Up")', { status: {} }, 'progressing', 'status.conditions is not there yet'],
    ['status.nodes[2].up', { status: { nodes: [] } }, 'progressing', 'an entry of status.nodes is not there yet'],
    ['status.count + "x" == "1x"', { status: { count: 1 } }, 'progressing', 'cannot be evaluated: no such overload'],
    ['data.x == "1"', { data: { x: '1' } }, 'ready', 'ready'],
  ])('%s of %o gives %s: %s', (readyWhen, parts, state, words) => {
    const verdict = judged({ readyWhen }, parts);
    expect(verdict.state).toBe(state);
    expect(verdict.reason).toContain(words);
  });

  it('fails by failed-when even where ready-when holds', () => {
    expect(judged({ readyWhen: 'true', failedWhen: 'status.phase == "Broken"' }, { status: { phase: 'Broken' } })).toMatchObject({ state: 'failed', class: 'terminal' });
  });

  it('tells its own progress', () => {
    expect(judged({ readyWhen: 'false', progress: '"step " + string(status.step)' }, { status: { step: 3 } }).reason).toBe('step 3');
  });

  it('knows whether it compares status with spec', () => {
    expect(compileRule({ readyWhen: 'status.v == spec.v' }, '').comparesSpec).toBe(true);
    expect(compileRule({ readyWhen: 'object.status.v == object.spec.v' }, '').comparesSpec).toBe(true);
    expect(compileRule({ readyWhen: 'status.phase == "spec"' }, '').comparesSpec).toBe(false);
  });
});

describe('a rule over a status of before our write', () => {
  const STATUS = { spec: { v: 2 }, status: { v: 1, phase: 'Ready' } };
  const surroundings = { bindingMode: () => undefined, hasConsumer: () => false };

  function after(rule: ReadinessRule, now: object) {
    const receipt = receiptOf(widget(STATUS), undefined);
    return judgeObject(widget(now), { receipt, rule: compileRule(rule, ''), surroundings, hasStatus: true });
  }

  it('is not believed until the status changes', () => {
    expect(after({ readyWhen: 'status.phase == "Ready"' }, STATUS).verdict.state).toBe('progressing');
    expect(after({ readyWhen: 'status.phase == "Ready"' }, { spec: { v: 2 }, status: { v: 2, phase: 'Ready' } }).verdict.state).toBe('ready');
  });

  it('fails nothing by what is left of the failure before', () => {
    expect(after({ readyWhen: 'false', failedWhen: 'status.phase == "Ready"' }, STATUS).verdict.state).toBe('progressing');
  });

  it('is believed where it compares status with spec', () => {
    expect(after({ readyWhen: 'status.v <= spec.v' }, STATUS).verdict.state).toBe('ready');
  });

  it('settles into unknown where that is declared', () => {
    expect(after({ readyWhen: 'status.phase == "Ready"', settle: 5000 }, STATUS)).toMatchObject({ verdict: { state: 'progressing' }, settles: { afterMs: 5000, verdict: { state: 'unknown' } } });
  });

  it('waits for the generation of the condition that it names', () => {
    const rule = { readyWhen: 'status.conditions.exists(c, c.type == "Up" && c.status == "True")' };
    const withUp = (observedGeneration: number) => ({ status: { conditions: [{ type: 'Up', status: 'True', observedGeneration }, { type: 'Other', status: 'True', observedGeneration: 1 }] } });
    expect(after(rule, withUp(1)).verdict.state).toBe('progressing');
    expect(after(rule, withUp(2)).verdict.state).toBe('ready');
  });
});

describe('the rule for an object', () => {
  const catalogue = { keys: () => ['widget.example.com'], has: (key: string) => key === 'widget.example.com', get: async () => ({ readyWhen: 'status.from == "catalogue"', settle: 9000 }) };
  const book = createRuleBook([{ kind: 'Widget', name: 'b', readyWhen: 'status.from == "pack"' }], catalogue);

  async function source(object: ReturnType<typeof widget>): Promise<string | undefined> {
    const rule = await book.ruleFor(object);
    return ['annotation', 'pack', 'catalogue'].find((from) => rule?.judge(widget({ status: { from } })).state === 'ready');
  }

  it('is that of the annotation, of Pack.yaml or of the catalogue, in this order', async () => {
    const annotations = { 'sherpack.io/ready-when': 'status.from == "annotation"' };
    expect(await source({ ...widget({}, annotations), metadata: { name: 'b', generation: 1, annotations } })).toBe('annotation');
    expect(await source({ ...widget(), metadata: { name: 'b', generation: 1, annotations: {} } })).toBe('pack');
    expect(await source(widget())).toBe('catalogue');
  });

  it('is completed by the declared one where annotations say a part only', async () => {
    const rule = await book.ruleFor(widget({}, { 'sherpack.io/failed-when': 'status.phase == "Broken"' }));
    expect(rule).toMatchObject({ decides: true, settle: 9000 });
    expect(rule?.judge(widget({ status: { phase: 'Broken', from: 'catalogue' } })).state).toBe('failed');
  });

  it('is none where nobody declares one', async () => {
    expect(await NO_RULES.ruleFor(widget())).toBeUndefined();
  });
});
