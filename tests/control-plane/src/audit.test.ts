import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actorOf, auditMark, isWrite, readAudit, type AuditEvent } from './audit.ts';
import { createdObjects } from './leftovers.ts';

let folder = '';
let path = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'));
  path = join(folder, 'audit.log');
});

afterEach(() => rmSync(folder, { recursive: true }));

function event(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    auditID: 'a',
    level: 'RequestResponse',
    stage: 'ResponseComplete',
    verb: 'create',
    requestURI: '/api/v1/namespaces/shop/configmaps?fieldManager=sherpack',
    user: { username: 'ann' },
    objectRef: { resource: 'configmaps', namespace: 'shop', apiVersion: 'v1' },
    responseStatus: { code: 201 },
    responseObject: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: 'shop', uid: 'u1' } },
    requestReceivedTimestamp: '2026-01-01T00:00:00Z',
    stageTimestamp: '2026-01-01T00:00:00Z',
    ...changes,
  };
}

function line(changes: Partial<AuditEvent> = {}): string {
  return `${JSON.stringify(event(changes))}\n`;
}

describe('readAudit', () => {
  it('filters and leaves an unfinished line', () => {
    writeFileSync(path, line() + line({ user: { username: 'bob' } }) + line({ verb: 'get' }) + line().slice(0, 20));
    expect(readAudit(path)).toHaveLength(3);
    expect(readAudit(path, { user: 'ann' })).toHaveLength(2);
    expect(readAudit(path, { user: 'ann', verbs: ['get'] })).toHaveLength(1);
    expect(readAudit(path, { resource: 'secrets' })).toEqual([]);
  });

  it('reads in pieces, however long the lines are', () => {
    writeFileSync(path, ['get', 'list', 'watch'].map((verb) => line({ verb })).join('') + line().slice(0, 20));
    for (const piece of [1, 100, line({ verb: 'get' }).length, 1000]) expect(readAudit(path, {}, piece).map(({ verb }) => verb)).toEqual(['get', 'list', 'watch']);
  });

  it('begins at a mark', () => {
    writeFileSync(path, line());
    const since = auditMark(path);
    expect(readAudit(path, { since })).toEqual([]);
    appendFileSync(path, line({ verb: 'delete' }));
    expect(readAudit(path, { since }).map((one) => one.verb)).toEqual(['delete']);
  });

  it('takes a line that was being written at the mark as a whole afterwards', () => {
    const begun = line({ verb: 'delete' });
    writeFileSync(path, line() + begun.slice(0, 20));
    const since = auditMark(path);
    expect(readAudit(path, { since })).toEqual([]);
    appendFileSync(path, begun.slice(20));
    expect(readAudit(path, { since }).map((one) => one.verb)).toEqual(['delete']);
  });

  it('marks the beginning of a log that holds no whole line yet, however long it is', () => {
    writeFileSync(path, 'x'.repeat(200_000));
    expect(auditMark(path)).toBe(0);
  });

  it('sees the user behind an impersonation', () => {
    expect(actorOf(event({ impersonatedUser: { username: 'eve' } }))).toBe('eve');
  });
});

describe('isWrite', () => {
  it.each([
    [{}, true],
    [{ verb: 'list' }, false],
    [{ responseStatus: { code: 409 } }, false],
    [{ requestURI: '/api/v1/namespaces/shop/configmaps?dryRun=All' }, false],
  ])('%j: %s', (changes, expected) => {
    expect(isWrite(event(changes))).toBe(expected);
  });
});

describe('createdObjects', () => {
  it('names what POST and server-side apply created', () => {
    const apply = { verb: 'patch', objectRef: { resource: 'deployments', namespace: 'shop', name: 'web', apiGroup: 'apps', apiVersion: 'v1' } };
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', uid: 'u2' } };
    expect(createdObjects([event(), event({ ...apply, responseObject: deployment }), event({ ...apply, responseStatus: { code: 200 } })])).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespace: 'shop', name: 'one', uid: 'u1', path: '/api/v1/namespaces/shop/configmaps/one', terminating: false },
      { apiVersion: 'apps/v1', kind: 'Deployment', resource: 'deployments', namespace: 'shop', name: 'web', uid: 'u2', path: '/apis/apps/v1/namespaces/shop/deployments/web', terminating: false },
    ]);
  });

  it('leaves out reviews and subresources', () => {
    const review = event({ objectRef: { resource: 'selfsubjectaccessreviews', apiGroup: 'authorization.k8s.io', apiVersion: 'v1' }, responseObject: { metadata: {} } });
    const token = event({ objectRef: { resource: 'serviceaccounts', subresource: 'token', name: 'one', apiVersion: 'v1' } });
    expect(createdObjects([review, token])).toEqual([]);
  });
});
