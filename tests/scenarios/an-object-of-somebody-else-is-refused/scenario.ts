import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

export default defineScenario({
  async run({ api, namespace, ok, sherpack, get, json }) {
    const theirs = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs' }, data: { owner: 'nobody knows' } };
    await api.demand('POST', `/api/v1/namespaces/${namespace}/configmaps?fieldManager=somebody`, { body: theirs });

    const refused = await sherpack('install', 'settler', './pack');
    expect(refused.code).toBe(6);
    expect(refused.stderr).toContain('DEPLOY_NOT_OWNED');
    expect(refused.stderr).toContain('objects.yaml');
    expect(await get('v1', 'configmaps', 'mine')).toBeUndefined();
    expect(await json('list')).toEqual([]);

    await ok('install', 'settler', './pack', '--take-ownership', '--force-conflicts');
    expect((await get('v1', 'configmaps', 'theirs'))?.['data']).toEqual({ owner: 'settler' });
  },
});
