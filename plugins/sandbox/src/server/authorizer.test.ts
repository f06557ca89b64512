import { describe, expect, it } from 'vitest';
import { testClient, type TestClient } from './test-client.ts';

const core = '/api/v1/namespaces/default';
const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
const ann = { 'impersonate-user': 'ann' };

async function bind(client: TestClient, roleRef: object): Promise<void> {
  await client.call('POST', `${rbac}/rolebindings`, { metadata: { name: 'b' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...roleRef }, subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ann' }] });
}

describe('a user that somebody acts as', () => {
  it('may do nothing without a role, and is told so in the server\'s words', async () => {
    const client = await testClient();
    const refused = await client.call('GET', `${core}/secrets/x`, undefined, ann);
    expect([refused.status, refused.body.message]).toEqual([403, 'secrets "x" is forbidden: User "ann" cannot get resource "secrets" in API group "" in the namespace "default"']);
    expect((await client.call('GET', '/api/v1/nodes', undefined, ann)).body.message).toBe('nodes is forbidden: User "ann" cannot list resource "nodes" in API group "" at the cluster scope');
  });

  it('may do what a role allows, aggregated ones included', async () => {
    const client = await testClient();
    await bind(client, { kind: 'ClusterRole', name: 'view' });
    expect((await client.call('GET', `${core}/pods`, undefined, ann)).status).toBe(200);
    expect((await client.call('GET', `${core}/secrets`, undefined, ann)).status).toBe(403);
    expect((await client.call('DELETE', `${core}/pods/x`, undefined, ann)).status).toBe(403);
    const review = await client.call('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec: { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } } }, ann);
    expect(review.body['status']).toEqual({ allowed: true, reason: 'RBAC: allowed by RoleBinding "b/default" of ClusterRole "view" to User "ann"' });
  });

  it('belongs to the groups of its service account', async () => {
    const client = await testClient();
    const account = { 'impersonate-user': 'system:serviceaccount:default:robot' };
    const { body } = await client.call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {}, account);
    expect(body['status']).toEqual({ userInfo: { username: 'system:serviceaccount:default:robot', groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'] } });
  });
});

describe('an eviction', () => {
  it('is refused when the budget of the pod is spent', async () => {
    const client = await testClient();
    await client.call('POST', `${core}/pods`, { metadata: { name: 'p', labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } });
    await client.call('POST', '/apis/policy/v1/namespaces/default/poddisruptionbudgets', { metadata: { name: 'least' }, spec: { minAvailable: 1, selector: { matchLabels: { a: 'b' } } } });
    await client.pass(2000);
    const refused = await client.call('POST', `${core}/pods/p/eviction`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p' } });
    expect([refused.status, refused.body.message]).toEqual([429, "Cannot evict pod as it would violate the pod's disruption budget."]);
    await client.call('DELETE', '/apis/policy/v1/namespaces/default/poddisruptionbudgets/least');
    expect((await client.call('POST', `${core}/pods/p/eviction`, { metadata: { name: 'p' } })).status).toBe(201);
  });
});
