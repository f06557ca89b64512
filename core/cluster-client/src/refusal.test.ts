import { fieldConflicts } from '@sherpack/plugin-api';
import type { ClusterError, Path } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { CONFIG_MAP, errorOf, scriptedClient, status } from '../fixtures/scripted-transport.ts';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'demo', name: 'a' };

async function refusalTo(reply: ReturnType<typeof status> | { status: number; body: unknown }, object = CONFIG_MAP, secretPaths: readonly Path[] = []): Promise<ClusterError> {
  const { cluster } = scriptedClient(() => reply, { retry: { retries: 0 } });
  return (await errorOf(cluster.apply(object, { fieldManager: 'me', secretPaths }))) as unknown as ClusterError;
}

describe('refusals', () => {
  it.each([
    [404, 'NotFound', 'CLUSTER_NOT_FOUND', 1],
    [409, 'Conflict', 'CLUSTER_CONFLICT', 1],
    [422, 'Invalid', 'CLUSTER_INVALID', 1],
    [400, 'BadRequest', 'CLUSTER_INVALID', 1],
    [403, 'Forbidden', 'CLUSTER_FORBIDDEN', 5],
    [401, 'Unauthorized', 'CLUSTER_UNAUTHORIZED', 5],
    [413, 'RequestEntityTooLarge', 'CLUSTER_TOO_LARGE', 1],
    [429, 'TooManyRequests', 'CLUSTER_BUSY', 5],
    [504, 'Timeout', 'CLUSTER_TIMEOUT', 5],
    [500, 'InternalError', 'CLUSTER_SERVER_ERROR', 1],
    [410, 'Expired', 'CLUSTER_EXPIRED', 1],
    [405, 'MethodNotAllowed', 'CLUSTER_REFUSED', 1],
  ])('of status %i (%s) are %s with exit code %i, a hint and the answer as data', async (code, reason, expected, exitCode) => {
    const error = await refusalTo(status(code, reason, 'the words of the server'));
    expect([error.code, error.exitCode, error.failure.status, error.failure.reason]).toEqual([expected, exitCode, code, reason]);
    expect(error.message).toContain('apply ConfigMap home/a');
    expect(error.message).toContain('the words of the server');
    expect(error.hint?.length).toBeGreaterThan(10);
    expect(error.failure.body?.['message']).toBe('the words of the server');
  });

  it('list conflicts per path with the manager, in the message and as data', async () => {
    const causes = [
      { reason: 'FieldManagerConflict', message: 'conflict with "hpa" with subresource "scale" using apps/v1 at 2026-01-01T00:00:00Z', field: '.spec.replicas' },
      { reason: 'FieldManagerConflict', message: 'conflict with "kubectl \\"x\\""', field: '.data.k' },
    ];
    const error = await refusalTo(status(409, 'Conflict', 'Apply failed with 2 conflicts: …', { causes }));
    expect(error.message.split('\n').slice(1)).toEqual(['  .spec.replicas: owned by "hpa" through scale', '  .data.k: owned by "kubectl "x""']);
    expect(fieldConflicts(error.failure)).toEqual([
      { field: '.spec.replicas', manager: 'hpa', subresource: 'scale', apiVersion: 'apps/v1', time: '2026-01-01T00:00:00Z' },
      { field: '.data.k', manager: 'kubectl "x"' },
    ]);
    expect(error.hint).toContain('--force-conflicts');
  });

  it('call an update of an object that was replaced by another a conflict', async () => {
    const causes = [{ reason: 'FieldValueInvalid', message: 'Invalid value: "x": field is immutable', field: 'metadata.uid' }];
    expect((await refusalTo(status(422, 'Invalid', 'invalid', { causes }))).code).toBe('CLUSTER_CONFLICT');
  });

  it('see a wrong type through the status 500 that apply gives it', async () => {
    const error = await refusalTo(status(500, '', 'failed to create typed patch object (home/a; v1, Kind=ConfigMap): errors:\n  .dta: field not declared in schema\n  .data.k: expected string, got &value.valueUnstructured{Value:5}'));
    expect(error.code).toBe('CLUSTER_INVALID');
    expect(error.message.split('\n').slice(1)).toEqual(['  .dta: field not declared in schema', '  .data.k: expected string']);
  });

  it('tell large objects from other failures, however etcd puts it', async () => {
    expect((await refusalTo(status(500, 'InternalError', 'etcdserver: request is too large'))).code).toBe('CLUSTER_TOO_LARGE');
    expect((await refusalTo(status(422, 'Invalid', 'metadata.annotations: Too long: may not be more than 262144 bytes'))).code).toBe('CLUSTER_TOO_LARGE');
  });

  it('show no page of a proxy', async () => {
    expect((await refusalTo({ status: 403, body: '<html>login</html>' })).message).toBe('could not apply ConfigMap home/a: HTTP status 403 (Forbidden)');
  });

  it('notice that no API server answers', async () => {
    const { cluster } = scriptedClient(() => ({ body: '<html>welcome</html>' }));
    const error = await errorOf(cluster.get(REF));
    expect([error.code, error.exitCode]).toEqual(['CLUSTER_BAD_ANSWER', 5]);
    expect(error.message).not.toContain('welcome');
  });
});

const VALUE = 's3cr3t-value';
const SECRET = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { k: btoa(VALUE) }, stringData: { other: VALUE } } as never;

describe('refusals of a Secret', () => {
  it.each([
    [status(422, 'Invalid', `Secret "s" is invalid: data[k]: Invalid value: "${VALUE}": too bad`, { causes: [{ field: 'data[k]', reason: 'FieldValueInvalid', message: `Invalid value: "${VALUE}"` }] }), 'data[k]: FieldValueInvalid'],
    [status(403, 'Forbidden', `admission webhook "w" denied the request: ${btoa(VALUE)} is weak`), 'withheld'],
    [status(400, 'BadRequest', `quoting ${VALUE}`), 'withheld'],
    [status(500, '', `failed to create typed patch object (s): .data.k: expected string, got &value.valueUnstructured{Value:"${VALUE}"}`), '.data.k: expected string'],
    [{ status: 502, body: `echo ${VALUE}` }, 'HTTP status 502'],
    [status(400, 'BadRequest', 'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3'), 'input byte 3'],
    [status(400, 'BadRequest', 'Secret in version "v1" cannot be handled as a Secret: strict decoding error: unknown field "dta"'), 'unknown field "dta"'],
    [status(403, 'Forbidden', 'secrets is forbidden: User "u" cannot create resource "secrets" in API group "" in the namespace "home"'), 'cannot create resource'],
  ])('never repeat its values, neither in words nor as data (%#)', async (reply, kept) => {
    const error = await refusalTo(reply, SECRET);
    const all = `${error.message} ${error.hint} ${JSON.stringify(error.failure)}`;
    expect([all.includes(VALUE), all.includes(btoa(VALUE))]).toEqual([false, false]);
    expect(error.message).toContain(kept);
  });
});

const MARKED = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { dsn: `anna:${VALUE}`, user: 'anna' } } as never;
const PATHS = [['data', 'dsn']];

describe('refusals of an object that holds a secret in marked fields', () => {
  it.each([
    [status(422, 'Invalid', `ConfigMap "c" is invalid: data.dsn: Invalid value: "anna:${VALUE}"`, { causes: [{ field: 'data.dsn', reason: 'FieldValueInvalid', message: `Invalid value: "anna:${VALUE}"` }] }), 'data.dsn: FieldValueInvalid'],
    [status(403, 'Forbidden', `admission webhook "w" denied the request: ${btoa(`anna:${VALUE}`)} is weak`), 'withheld'],
    [status(409, 'Conflict', 'Apply failed with 1 conflict: …', { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "hpa"', field: '.data.dsn' }] }), '.data.dsn: owned by "hpa"'],
    [status(404, 'NotFound', 'namespaces "home" not found'), 'namespaces "home" not found'],
    [{ status: 502, body: `echo anna:${VALUE}` }, 'HTTP status 502'],
  ])('never repeat its values, and keep what holds none (%#)', async (reply, kept) => {
    const error = await refusalTo(reply, MARKED, PATHS);
    const all = `${error.message} ${error.hint} ${JSON.stringify(error.failure)}`;
    expect([all.includes(VALUE), all.includes(btoa(`anna:${VALUE}`))]).toEqual([false, false]);
    expect(error.message).toContain(kept);
  });

  it('leave warnings out that quote them', async () => {
    const headers = { warning: `299 - "dsn anna:${VALUE} is weak", 299 - "user is deprecated"` };
    const { cluster } = scriptedClient(() => ({ headers, body: MARKED }));
    expect((await cluster.apply(MARKED, { fieldManager: 'me', secretPaths: PATHS })).warnings).toEqual(['user is deprecated']);
  });
});
