import { rmSync } from 'node:fs';
import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

interface Job {
  readonly metadata: { readonly uid: string };
}

export default defineScenario({
  async run({ ok, json, sherpack, get, example }) {
    const pack = example('waves');
    const shown = await ok('install', 'demo', pack, '--waves');
    expect(shown.stdout).toMatch(/wave 1\n[\s\S]*StatefulSet \S+\/demo-db create\n[\s\S]*wave 2\n[\s\S]*Job \S+\/demo-migrate run \(during-install; after StatefulSet\/demo-db ready\)/);
    expect(await get('apps/v1', 'statefulsets', 'demo-db')).toBeUndefined();

    expect(await sherpack('install', 'demo', pack, '--wave=2')).toMatchObject({ code: 6, stderr: expect.stringContaining('demo-db (wave 1) is not there') as string });
    await ok('install', 'demo', pack, '--wave=1');
    expect(await get('apps/v1', 'deployments', 'demo-app')).toBeUndefined();
    expect(await json('status', 'demo')).toMatchObject({ info: { status: 'pending-install', description: expect.stringMatching(/^Deployed wave 1; \d objects are left \(wave 2, 3\); go on with --resume$/) as string } });

    await ok('install', 'demo', pack, '--through-wave', '2');
    const migration = await get('batch/v1', 'jobs', 'demo-migrate') as unknown as Job;
    expect(await get('v1', 'configmaps', 'demo-dashboard')).toBeUndefined();
    await ok('install', 'demo', pack, '--resume');
    expect((await get('batch/v1', 'jobs', 'demo-migrate') as unknown as Job).metadata.uid).toBe(migration.metadata.uid);
    expect(await json('status', 'demo')).toMatchObject({ info: { status: 'deployed' } });
    const history = await json('history', 'demo') as { readonly status: string; readonly description: string }[];
    expect(history.map(({ status, description }) => `${status}: ${description.replace(/; \d objects? (is|are) left/, '')}`)).toEqual([
      'pending-install: Deployed wave 1 (wave 2, 3); revision 2 goes on', 'pending-install: Deployed through wave 2 (wave 3); revision 3 goes on', 'deployed: Install complete',
    ]);

    const tested = await json('test', 'demo');
    expect(tested).toMatchObject({ tests: [{ kind: 'Pod', name: 'demo-answers', outcome: 'succeeded' }] });

    await ok('plan', 'upgrade', 'demo', pack, '--set', 'replicas=3', '--save', 'plan.json');
    await ok('apply', '--plan', 'plan.json');
    const refused = await sherpack('apply', '--plan', 'plan.json');
    rmSync(new URL('plan.json', import.meta.url), { force: true });
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining('the release has moved on') as string });
    expect(await get('apps/v1', 'deployments', 'demo-app')).toMatchObject({ spec: { replicas: 3 } });
  },
});
