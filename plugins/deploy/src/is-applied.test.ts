import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { isApplied } from './is-applied.ts';

const MANAGER = 'sherpack/web.1';
const SPEC = { replicas: 2, template: { spec: { containers: [{ name: 'c', image: 'a:1', ports: [{ containerPort: 80 }], args: ['x', 'y'] }] } } };

function desired(spec: object = SPEC, metadata: object = {}): KubernetesObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' }, ...metadata }, spec };
}

const PORTS = { 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } };
const FIELDS = {
  'f:metadata': { 'f:labels': { 'f:app': {} } },
  'f:spec': { 'f:replicas': {}, 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:name': {}, 'f:image': {}, 'f:args': {}, 'f:ports': PORTS } } } } },
};

/** As the server keeps it: with defaults, and with what others have put there. */
function live(change: { readonly spec?: object; readonly fields?: object; readonly manager?: string; readonly metadata?: object } = {}): KubernetesObject {
  const container = { name: 'c', image: 'a:1', ports: [{ containerPort: 80, protocol: 'TCP' }], args: ['x', 'y'], imagePullPolicy: 'IfNotPresent' };
  const spec = { replicas: 2, template: { spec: { containers: [{ name: 'injected', image: 'b' }, container], restartPolicy: 'Always' } }, ...change.spec };
  const managedFields = [{ manager: change.manager ?? MANAGER, operation: 'Apply' as const, apiVersion: 'apps/v1', fieldsV1: change.fields ?? FIELDS }];
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', uid: 'u', labels: { app: 'web', other: 'x' }, managedFields, ...change.metadata }, spec, status: { replicas: 1 } } as KubernetesObject;
}

describe('an object that is applied again', () => {
  it('changes nothing when our fields are those that it sets, with its values, whatever defaults and others have added', () => {
    expect(isApplied(desired(), live(), MANAGER)).toBe(true);
  });

  it.each([
    ['a value differs', desired(), live({ spec: { replicas: 3 } })],
    ['a field is new', desired({ ...SPEC, paused: true }), live()],
    ['a field is no longer set', desired({ template: SPEC.template }), live()],
    ['a label is new', desired(SPEC, { labels: { app: 'web', tier: 'a' } }), live()],
    ['somebody has taken a field over', desired(), live({ fields: { ...FIELDS, 'f:spec': { 'f:template': FIELDS['f:spec']['f:template'] } } })],
    ['another manager has applied it', desired(), live({ manager: 'helm' })],
    ['an item of a list is new', desired({ ...SPEC, template: { spec: { containers: [...SPEC.template.spec.containers, { name: 'd', image: 'z' }] } } }), live()],
    ['an item changes', desired({ ...SPEC, template: { spec: { containers: [{ ...SPEC.template.spec.containers[0], args: ['y', 'x'] }] } } }), live()],
    ['an item is gone', desired(), live({ spec: { template: { spec: { containers: [] } } } })],
    ['nobody knows the managers', desired(), live({ metadata: { managedFields: [] } })],
    ['it sets a field to null', desired({ ...SPEC, replicas: null }), live({ spec: { replicas: null } })],
  ])('may change something when %s', (_what, wished, present) => {
    expect(isApplied(wished, present, MANAGER)).toBe(false);
  });

  it('changes nothing in a list that is one value when the manifest is the last one, and only then', () => {
    const limits = [{ type: 'Container', max: { cpu: '4' } }];
    const wished = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' }, spec: { limits } };
    const managedFields = [{ manager: MANAGER, operation: 'Apply' as const, apiVersion: 'v1', fieldsV1: { 'f:spec': { 'f:limits': {} } } }];
    const present = { ...wished, metadata: { name: 'l', managedFields }, spec: { limits: [{ ...limits[0], default: { cpu: '4' } }] } };
    expect(isApplied(wished, present, MANAGER)).toBe(false);
    expect(isApplied(wished, present, MANAGER, true)).toBe(true);
    expect(isApplied({ ...wished, spec: { limits: [{ type: 'Container', max: { cpu: '5' } }] } }, present, MANAGER, true)).toBe(false);
  });

  it('changes nothing in a Secret whose texts the server keeps as data', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', labels: { a: 'b' } }, stringData: { a: 'b' } };
    const fieldsV1 = { 'f:metadata': { 'f:labels': { 'f:a': {} } }, 'f:stringData': { 'f:a': {} } };
    const present = { apiVersion: 'v1', kind: 'Secret', metadata: { ...secret.metadata, managedFields: [{ manager: MANAGER, operation: 'Apply' as const, apiVersion: 'v1', fieldsV1 }] }, data: { a: 'Yg==' } };
    expect(isApplied(secret, present, MANAGER)).toBe(true);
    expect(isApplied({ ...secret, stringData: { a: 'c' } }, present, MANAGER)).toBe(false);
    expect(isApplied({ ...secret, stringData: { a: 'b', c: 'd' } }, present, MANAGER)).toBe(false);
  });

  it('is not proved to change nothing where the server translates what it is given', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { a: 'b' } };
    const present = { ...secret, metadata: { name: 's', managedFields: [{ manager: MANAGER, operation: 'Apply' as const, apiVersion: 'v1', fieldsV1: { 'f:stringData': { 'f:a': {} } } }] } };
    expect(isApplied(secret, present, MANAGER)).toBe(false);
  });
});
