import { expect, it } from 'vitest';
import { isWrite } from '../src/audit.ts';
import { connect } from '../src/connection.ts';
import { testNamespace } from '../src/fixture.ts';
import { describeControlPlane } from '../src/suite.ts';
import { waitFor } from '../src/wait.ts';
import { applyManifests, configMap, deployment } from './manifest.ts';

describeControlPlane('the audit log', { audit: true }, (controlPlane) => {
  it('attributes writes and reads to the user who made them', async () => {
    const one = await testNamespace(controlPlane());
    const two = await testNamespace(controlPlane());
    await applyManifests(one, configMap('a'), configMap('b'));
    await two.kubectl('get', 'configmaps');
    const writes = await waitFor('the lines', async () => {
      const events = one.audit({ verbs: ['patch'] });
      return events.length === 2 && events;
    });
    expect(writes.map((event) => event.objectRef?.name)).toEqual(['a', 'b']);
    expect(writes.every((event) => isWrite(event) && event.userAgent?.startsWith('kubectl/'))).toBe(true);
    expect(writes[0]?.requestObject).toMatchObject({ kind: 'ConfigMap' });
    expect(two.audit({ verbs: ['list'], resource: 'configmaps' })).toHaveLength(1);
    expect(two.audit().filter(isWrite)).toEqual([]);
    await Promise.all([one.cleanup(), two.cleanup()]);
  });

  it('shows that a user has no rights in the namespace of another', async () => {
    const one = await testNamespace(controlPlane());
    const two = await testNamespace(controlPlane());
    const { code, stderr } = await one.kubectl('get', 'pods', '-n', two.name);
    expect(code).toBe(1);
    expect(stderr).toContain('Forbidden');
    await Promise.all([one.cleanup(), two.cleanup()]);
  });

  it('knows a user by name and groups', async () => {
    const connection = await connect(await controlPlane().user('ann, "the" <user>', ['dev', 'ops']));
    const review = await connection.demand<{ status: { userInfo: unknown } }>('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' } });
    connection.close();
    expect(review.status.userInfo).toMatchObject({ username: 'ann, "the" <user>', groups: ['dev', 'ops', 'system:authenticated'] });
  });

  it('finds what a user left behind', async () => {
    const space = await testNamespace(controlPlane(), { clusterAdmin: true });
    await applyManifests(space, configMap('kept'), configMap('gone'), deployment('web', 'ready'));
    await space.kubectl('create', 'secret', 'generic', 'posted', '--from-literal=a=b');
    await space.kubectl('create', 'clusterrole', `${space.user}-role`, '--verb=get', '--resource=pods');
    await space.kubectl('delete', 'configmap', 'gone');
    // Made again by another: the same name is not the same object.
    await space.kubectl('delete', 'secret', 'posted');
    await controlPlane().connection.demand('POST', `/api/v1/namespaces/${space.name}/secrets`, { body: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'posted' } } });
    const left = await space.leftovers();
    expect(left.map((one) => `${one.kind}/${one.name}`)).toEqual(['ConfigMap/kept', 'Deployment/web', `ClusterRole/${space.user}-role`]);
    await space.kubectl('delete', 'clusterrole', `${space.user}-role`);
    await space.cleanup({ wait: true });
    expect(await space.leftovers()).toEqual([]);
  });
});
