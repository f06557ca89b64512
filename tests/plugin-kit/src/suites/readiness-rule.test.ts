import type { ReadinessRule } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { failingTests } from '../failing-tests.ts';
import { testReadinessRule } from './readiness-rule.ts';

function widget(status: object) {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a', generation: 2 }, spec: { shards: 3 }, status };
}

const good: ReadinessRule = { readyWhen: 'status.ready == spec.shards', failedWhen: 'status.phase == "Broken"', progress: 'string(status.ready) + " of " + string(spec.shards)' };

function suiteFor(rule: ReadinessRule, key = 'widget.example.com') {
  return failingTests((runner) => testReadinessRule({
    key,
    load: async () => ({ default: rule }),
    examples: [
      { name: 'one that is ready', object: widget({ ready: 3 }), expected: 'ready' },
      { name: 'one on its way', object: widget({ ready: 1 }), expected: 'progressing' },
      { name: 'one that is broken', object: widget({ ready: 3, phase: 'Broken' }), expected: 'failed' },
    ],
  }, runner), expect);
}

describe('the suite for readiness rules', () => {
  it('lets one pass that does everything right', async () => {
    expect(await suiteFor(good)).toEqual([]);
  });

  it('finds one that is announced for another kind', async () => {
    expect(await suiteFor(good, 'Widget.example.com')).toContain('is announced under kind and group in lower case');
  });

  it.each<[string, ReadinessRule, string]>([
    ['says nothing', {}, 'says something, and does not contradict itself'],
    ['says that what is written is ready, and when', { ...good, writtenIsReady: true }, 'says something, and does not contradict itself'],
    ['has a typing error', { ...good, readyWhen: 'status.ready = 3' }, 'has expressions that compile and give what they must'],
    ['gives a number for yes', { ...good, readyWhen: '3' }, 'has expressions that compile and give what they must'],
    ['is ready too early', { ...good, readyWhen: 'status.ready > 0' }, 'says progressing of one on its way'],
    ['sees no failure', { ...good, failedWhen: 'status.phase == "broken"' }, 'says failed of one that is broken'],
    ['is never ready', { ...good, readyWhen: 'status.ready > spec.shards' }, 'says ready of one that is ready'],
  ])('finds one that %s', async (_what, rule, test) => {
    expect(await suiteFor(rule)).toContain(test);
  });
});
