import { describe, expect, it } from 'vitest';
import type { FieldChange, Plan, PlanStep } from '@sherpack/plugin-api';
import { refKey } from '@sherpack/plugin-api';
import { painter } from './painter.ts';

function step(kind: string, name: string, change: Partial<PlanStep> = {}): PlanStep {
  const ref = { apiVersion: 'v1', kind, namespace: 'shop', name };
  return {
    id: refKey(ref), action: 'create', ref, desired: { apiVersion: 'v1', kind, metadata: { name, namespace: 'shop' } }, live: undefined, changes: [], source: undefined,
    secretPaths: [], dependsOn: [], wave: 0, ready: { wait: false, timeout: undefined }, reason: undefined, ...change,
  };
}

function change(path: FieldChange['path'], before: unknown, after: unknown, secret = false): FieldChange {
  return { path, before, after, secret };
}

const PLAN: Plan = {
  release: { name: 'web', namespace: 'shop' }, revision: 2, releaseUid: 'u', fieldManager: 'm', cluster: 'c', onFailure: 'stop', wait: false, warnings: [],
  steps: [
    step('ConfigMap', 'a', { wave: 1 }),
    step('Deployment', 'b<x>', { wave: 2, action: 'update', dependsOn: [{ id: '/ConfigMap/shop/a', until: 'ready' }], changes: [change(['spec', 'replicas'], 2, 3), change(['data', 'password'], 'old', 'hunter2', true)] }),
    step('ConfigMap', 'old', { action: 'delete', desired: undefined, wave: 3 }),
  ],
};

describe('a plan', () => {
  it('is a tree of waves, objects and fields, without secrets', () => {
    expect(painter.tree(PLAN, (text) => text)).toBe([
      'PLAN: web in shop, revision 2: 1 to create, 1 to change, 1 to delete',
      'wave 1',
      '  + ConfigMap shop/a create',
      'wave 2',
      '  ~ Deployment shop/b<x> update (after ConfigMap/a ready)',
      '      spec.replicas: 2 -> 3',
      '      data.password: (secret) -> (another secret)',
      'removals',
      '  - ConfigMap shop/old delete',
      '',
    ].join('\n'));
  });

  it('is data with the groups and the links between objects', () => {
    const document = painter.document(PLAN);
    expect(document).toMatchObject({ revision: 2, groups: [{ title: 'wave 1' }, { title: 'wave 2' }, { title: 'removals' }], links: [{ from: '/ConfigMap/shop/a', declared: true }] });
    expect(JSON.stringify(document)).not.toContain('hunter2');
  });

  it('is drawn in three languages', () => {
    expect(painter.graph(PLAN, 'dot')).toMatch(/^digraph plan \{[\s\S]*subgraph cluster_0[\s\S]*s0 -> s1 \[style=solid\];\n\}\n$/);
    expect(painter.graph(PLAN, 'mermaid')).toMatch(/^flowchart LR\n {2}subgraph g0\["wave 1"\][\s\S]*s0 --> s1\n$/);
    const svg = painter.graph(PLAN, 'svg');
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    expect(svg).toContain('Deployment b&lt;x&gt;');
    expect(svg.match(/marker-end/g)).toHaveLength(1);
  });

  it('is bound to what it saw without holding secrets', () => {
    const secret = step('Secret', 's', { desired: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { password: 'aHVudGVyMg==' } } });
    const other = { ...secret, desired: { ...secret.desired, data: { password: 'b3RoZXI=' } } as PlanStep['desired'] };
    const bound = (steps: readonly PlanStep[]) => painter.binding({ ...PLAN, steps }, undefined);
    expect(bound([secret])).toEqual(bound([other]));
    expect(bound([step('ConfigMap', 'a')])).not.toEqual(bound([step('ConfigMap', 'a', { action: 'update' })]));
  });
});
