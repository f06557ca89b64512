import { beforeAll, describe, expect, it } from 'vitest';
import recorded from '../../fixtures/recorded-rules.json' with { type: 'json' };
import { testClient, type TestClient } from '../server/test-client.ts';

interface Cause {
  readonly reason: string;
  readonly field: string;
  readonly message: string;
}

let client: TestClient;

beforeAll(async () => {
  client = await testClient();
});

function causesOf(body: Record<string, unknown>): string[] {
  const causes = ((body['details'] as { causes?: readonly Cause[] } | undefined)?.causes ?? []);
  return causes.map(({ reason, field, message }) => `${reason} ${field}: ${message}`).toSorted();
}

/** In order: later requests change what earlier ones created. */
describe('rules, as Kubernetes 1.36.4 answers', () => {
  it.each(recorded.map((request) => [request.name, request] as const))('%s', async (_, { method, path, body, status, causes }) => {
    const headers = method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {};
    const answer = await client.call(method as 'POST', path, body, headers);
    expect(answer.status).toBe(status);
    expect(causesOf(answer.body)).toEqual(causes.toSorted());
  });
});

describe('rules over more than the server has time for', () => {
  const things = '/apis/costs.test/v1/namespaces/default/things';

  async function withRule(rule: string): Promise<TestClient> {
    const server = await testClient();
    const list = { type: 'array', items: { type: 'integer' }, 'x-kubernetes-validations': [{ rule }, { rule: 'self.size() < 3', message: 'short' }] };
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { list } } } }];
    const names = { kind: 'Thing', plural: 'things' };
    await server.call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { metadata: { name: 'things.costs.test' }, spec: { group: 'costs.test', scope: 'Namespaced', names, versions } });
    return server;
  }

  it('stop, and those after them are not looked at', async () => {
    const server = await withRule('self.all(a, self.all(b, self.all(c, a + b + c >= 0)))');
    const list = Array.from({ length: 200 }, (_, i) => i);
    const answer = await server.call('POST', things, { apiVersion: 'costs.test/v1', kind: 'Thing', metadata: { name: 't' }, list });
    expect(answer.status).toBe(422);
    expect(causesOf(answer.body)).toEqual([
      `FieldValueInvalid list: Invalid value: "array": 'operation cancelled: actual cost limit exceeded': no further validation rules will be run due to call cost exceeds limit for rule: self.all(a, self.all(b, self.all(c, a + b + c >= 0)))`,
    ]);
  });
});
