import { describe, expect, it } from 'vitest';
import type { KubernetesObject, Path, Plan } from '@sherpack/plugin-api';
import { refOf } from '@sherpack/plugin-api';
import { createRedactor } from './redact.ts';

function planOf(...steps: readonly (readonly [KubernetesObject, readonly Path[]])[]): Plan {
  return { steps: steps.map(([desired, secretPaths]) => ({ ref: refOf(desired), desired, secretPaths })) } as unknown as Plan;
}

const SECRET = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { token: btoa('hunter-one') }, stringData: { pin: 'pin', key: 'hunter-two' } };
const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: { args: ['--password', 'hunter-three'] } };

describe('words of the cluster', () => {
  const redact = createRedactor(planOf([SECRET, []], [DEPLOYMENT, [['spec', 'args', 1]]]));

  it.each(['hunter-one', 'hunter-two', 'hunter-three', btoa('hunter-one'), btoa('hunter-two'), btoa('hunter-three')])('lose the secret %s', (secret) => {
    expect(redact(`exec: "run ${secret}": not found`)).toBe('exec: "run (secret)": not found');
  });

  it('keep all else, texts that are too short to be told apart included', () => {
    expect(redact('the pin of --password is spinning')).toBe('the pin of --password is spinning');
  });
});
