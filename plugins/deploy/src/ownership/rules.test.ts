import { describe, expect, it } from 'vitest';
import { ownershipRules, policyFor } from './rules.ts';
import type { OwnershipRule } from './rules.ts';

const REF = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'shop' };

function policy(field: string, manager: string, rules: readonly OwnershipRule[], subresource?: string): string {
  return policyFor({ field, manager, ...(subresource === undefined ? {} : { subresource }) }, REF, ownershipRules(rules, []), false);
}

describe('a field that another manager owns', () => {
  it('is refused without a rule, and taken when the user takes what no rule speaks of', () => {
    expect(policy('.spec.paused', 'kubectl-edit', [])).toBe('fail');
    expect(policyFor({ field: '.spec.paused', manager: 'kubectl-edit' }, REF, [], true)).toBe('take');
  });

  it.each<[string, OwnershipRule, 'take' | 'fail']>([
    ['the kind', { kind: 'Deployment', policy: 'take' }, 'take'],
    ['the kind with its group', { kind: 'Deployment.apps', policy: 'take' }, 'take'],
    ['another group', { kind: 'Deployment.example.com', policy: 'take' }, 'fail'],
    ['a pattern of managers', { manager: 'kubectl-*', policy: 'take' }, 'take'],
    ['another manager', { manager: 'kubectl', policy: 'take' }, 'fail'],
    ['the path itself', { path: '.spec.template.spec.containers[name="web"].image', policy: 'take' }, 'take'],
    ['a path above it', { path: '.spec.template', policy: 'take' }, 'take'],
    ['a path that only begins like it', { path: '.spec.temp', policy: 'take' }, 'fail'],
    ['a pattern of paths', { path: '*.image', policy: 'take' }, 'take'],
    ['another name', { name: 'api-*', policy: 'take' }, 'fail'],
    ['another way of writing', { subresource: 'scale', policy: 'take' }, 'fail'],
  ])('is settled by a rule that names %s', (_what, rule, expected) => {
    expect(policy('.spec.template.spec.containers[name="web"].image', 'kubectl-edit', [rule])).toBe(expected);
  });

  it('is left without a rule when it was scaled, and a rule overrides that; the configuration stands above the pack', () => {
    expect(policy('.spec.replicas', 'kube-controller-manager', [], 'scale')).toBe('yield');
    expect(policy('.spec.replicas', 'kube-controller-manager', [{ path: '.spec.replicas', policy: 'take' }], 'scale')).toBe('take');
    const rules = ownershipRules([{ policy: 'yield' }], [{ policy: 'take' }]);
    expect(rules.map((rule) => rule.policy)).toEqual(['yield', 'take', 'yield']);
  });
});
