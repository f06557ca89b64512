import { describe, expect, it } from 'vitest';
import { ClusterError } from '@sherpack/plugin-api';
import type { ApplyOptions, ClusterVerbs, KubernetesObject } from '@sherpack/plugin-api';
import { judgeRefusal } from './judge.ts';

const LIVE: KubernetesObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop', uid: 'u' }, spec: { clusterIP: '10.0.0.9', ports: [{ port: 80, nodePort: 30_080 }] } };
const DESIRED: KubernetesObject = { ...LIVE, metadata: { name: 'web', namespace: 'shop' }, spec: { clusterIP: '10.0.0.9', type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }, { port: 81, nodePort: 30_081 }] } };

function refusal(status: number, field?: string): ClusterError {
  return new ClusterError('CLUSTER_REFUSED', `refused with ${status}`, { status, reason: '', body: field === undefined ? undefined : { details: { causes: [{ field }] } } });
}

/** A server that answers the two probes: `create` and the apply of nothing. */
function judge(first: unknown, { create, nothing }: { readonly create?: ClusterError; readonly nothing?: ClusterError } = {}) {
  const created: KubernetesObject[] = [];
  const dryRun = {
    async create(object: KubernetesObject) {
      created.push(object);
      if (create !== undefined) throw create;
      return { object, warnings: [] };
    },
    async apply(object: KubernetesObject, _options: ApplyOptions) {
      if (nothing !== undefined) throw nothing;
      return { object, warnings: [] };
    },
  } as unknown as ClusterVerbs;
  const verdict = judgeRefusal(first, DESIRED, LIVE, { cluster: { dryRun }, secretPaths: [], signal: new AbortController().signal });
  return verdict.then((found) => ({ verdict: found?.verdict, created }));
}

describe('a refused change', () => {
  it.each([403, 409, 422])('with %i is one of an immutable field when a new object is accepted', async (status) => {
    expect((await judge(refusal(status))).verdict).toBe('immutable');
  });

  it('is a wrong manifest when a new object is invalid too', async () => {
    expect((await judge(refusal(422), { create: refusal(422, 'spec.ports') })).verdict).toBe('wrong');
  });

  it.each([
    ['a quota or policy refuses new objects', refusal(422), { create: refusal(403) }],
    ['something of the new object is taken', refusal(422), { create: refusal(409) }],
    ['only this name is possible', refusal(422), { create: refusal(422, 'metadata.name') }],
    ['whoever asks may not write it at all', refusal(403), { nothing: refusal(403) }],
  ])('is unclear when %s', async (_why, first, probes) => {
    expect((await judge(first, probes)).verdict).toBe('unclear');
  });

  it('is not judged when it was no refusal of a change, and an outage is passed on', async () => {
    expect((await judge(refusal(404))).verdict).toBeUndefined();
    expect((await judge(new Error('lost'))).verdict).toBeUndefined();
    await expect(judge(refusal(422), { create: refusal(500) })).rejects.toThrow('refused with 500');
  });

  it('is tried under a throw-away name, without the ports and addresses that the live object holds', async () => {
    const [probe] = (await judge(refusal(422))).created;
    expect(probe?.metadata.name).toMatch(/^sherpack-probe-[0-9a-f]{10}$/);
    expect(probe?.['spec']).toEqual({ type: 'NodePort', ports: [{ port: 80 }, { port: 81, nodePort: 30_081 }] });
  });
});
