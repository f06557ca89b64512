import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { leftoversOf, migratedFields } from './migrate.ts';
import { previewOf } from './preview.ts';

const PORTS = { 'k:{"containerPort":8080,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {}, 'f:name': {}, 'f:protocol': {} } };

function container(below: object): object {
  return { 'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:name': {}, ...below } } } } } };
}

/** Deployed by kubectl in its old way; an injector has added an image pull policy, an autoscaler the replicas. */
const LIVE = {
  apiVersion: 'apps/v1', kind: 'Deployment',
  metadata: {
    name: 'web', uid: 'u', resourceVersion: '7', annotations: { last: '{}' },
    managedFields: [
      { manager: 'kubectl-client-side-apply', operation: 'Update', apiVersion: 'apps/v1', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:metadata': { 'f:annotations': { 'f:last': {} } }, ...container({ 'f:image': {}, 'f:env': {}, 'f:ports': PORTS }) } },
      { manager: 'injector', operation: 'Update', apiVersion: 'apps/v1', fieldsV1: container({ 'f:imagePullPolicy': {} }) },
      { manager: 'kube-controller-manager', operation: 'Update', apiVersion: 'apps/v1', subresource: 'scale', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
    ],
  },
  spec: { replicas: 4, template: { spec: { containers: [{ name: 'web', image: 'a:1', imagePullPolicy: 'Always', env: [{ name: 'OLD', value: 'x' }], ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] }] } } },
} as unknown as KubernetesObject;

const DESIRED: KubernetesObject = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
  spec: { template: { spec: { containers: [{ name: 'web', image: 'a:2', ports: [{ name: 'http', containerPort: 9090 }] }] } } },
};

describe('an object that another tool has deployed', () => {
  it('loses what that tool has set and the pack does not state, and nothing of others', () => {
    expect(leftoversOf(LIVE, DESIRED).map(({ path }) => path.join('.')).toSorted()).toEqual([
      'metadata.annotations', 'spec.template.spec.containers.0.env', 'spec.template.spec.containers.0.ports.0',
    ]);
  });

  it('is shown to the server as it will be: no list has an entry twice, and what others own stays', () => {
    const { spec } = previewOf(LIVE, DESIRED, { force: true, left: [], migrated: ['kubectl-client-side-apply'] }, 'sherpack/web');
    expect(spec).toEqual({ replicas: 4, template: { spec: { containers: [{ name: 'web', image: 'a:2', imagePullPolicy: 'Always', ports: [{ name: 'http', containerPort: 9090 }] }] } } });
  });

  it('has its fields on the account of the release before the first apply', () => {
    const fields = migratedFields(LIVE, { apiVersion: 'apps/v1', manager: 'sherpack/web', takesDeployers: true, retired: [] });
    expect(fields.map(({ manager, operation, subresource }) => [manager, operation, subresource])).toEqual([
      ['sherpack/web', 'Apply', undefined], ['injector', 'Update', undefined], ['kube-controller-manager', 'Update', 'scale'],
    ]);
  });

  it('in a version that is no longer served gets the present one, and entries that become the same are one', () => {
    const managedFields = [
      { manager: 'sherpack/web', operation: 'Apply', apiVersion: 'apps/v1beta1', fieldsV1: { 'f:spec': { 'f:a': {} } } },
      { manager: 'sherpack/web', operation: 'Apply', apiVersion: 'apps/v1', fieldsV1: { 'f:spec': { 'f:b': {} } } },
    ] as const;
    const old = { ...LIVE, metadata: { ...LIVE.metadata, managedFields } };
    const fields = migratedFields(old, { apiVersion: 'apps/v1', manager: 'sherpack/web', takesDeployers: false, retired: ['apps/v1beta1'] });
    expect(fields).toMatchObject([{ apiVersion: 'apps/v1', fieldsV1: { 'f:spec': { 'f:a': {}, 'f:b': {} } } }]);
    expect(fields).toHaveLength(1);
  });
});
