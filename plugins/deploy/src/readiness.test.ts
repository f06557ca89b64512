import { describe, expect, it } from 'vitest';
import { readinessOf } from './readiness.ts';

function stateOf(kind: string, parts: object, jobs = true): string {
  const [apiVersion = '', name = ''] = kind.split(' ');
  const { metadata = {}, ...rest } = parts as { metadata?: object };
  return readinessOf({ apiVersion, kind: name, metadata: { name: 'a', generation: 2, ...metadata }, ...rest }, { jobs }).state;
}

const CURRENT = { observedGeneration: 2 };
const READY_CONDITION = { conditions: [{ type: 'Ready', status: 'True' }] };

describe('an object', () => {
  it.each([
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { ...CURRENT, replicas: 2, updatedReplicas: 2, availableReplicas: 2 } }, 'ready'],
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 } }, 'progressing'],
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { replicas: 2, updatedReplicas: 2, availableReplicas: 2 } }, 'progressing'],
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { ...CURRENT, replicas: 3, updatedReplicas: 2, availableReplicas: 2 } }, 'progressing'],
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { ...CURRENT, replicas: 2, updatedReplicas: 1, availableReplicas: 2 } }, 'progressing'],
    ['apps/v1 Deployment', { spec: {}, status: { ...CURRENT, conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }] } }, 'failed'],
    ['apps/v1 Deployment', { spec: { replicas: 0 }, status: CURRENT }, 'ready'],
    ['apps/v1 Deployment', { spec: { paused: true } }, 'ready'],
    ['apps/v1 StatefulSet', { spec: { replicas: 2 }, status: { ...CURRENT, updatedReplicas: 1, readyReplicas: 2 } }, 'progressing'],
    ['apps/v1 StatefulSet', { spec: { replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } }, status: { ...CURRENT, updatedReplicas: 1, readyReplicas: 2 } }, 'ready'],
    ['apps/v1 StatefulSet', { spec: { replicas: 2, updateStrategy: { type: 'OnDelete' } }, status: { ...CURRENT, readyReplicas: 2 } }, 'ready'],
    ['apps/v1 DaemonSet', { spec: {}, status: { ...CURRENT, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 } }, 'progressing'],
    ['apps/v1 DaemonSet', { spec: {}, status: { ...CURRENT, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 } }, 'ready'],
    ['batch/v1 Job', { status: { conditions: [{ type: 'Complete', status: 'True' }] } }, 'ready'],
    ['batch/v1 Job', { status: { conditions: [{ type: 'Failed', status: 'True', message: 'too often' }] } }, 'failed'],
    ['batch/v1 Job', { status: {} }, 'progressing'],
    ['v1 Pod', { status: { phase: 'Succeeded' } }, 'ready'],
    ['v1 Pod', { status: { phase: 'Running', ...READY_CONDITION } }, 'ready'],
    ['v1 Pod', { status: { phase: 'Failed' } }, 'failed'],
    ['v1 PersistentVolumeClaim', { status: { phase: 'Lost' } }, 'failed'],
    ['v1 Service', { spec: { type: 'LoadBalancer' }, status: { loadBalancer: {} } }, 'progressing'],
    ['v1 Service', { spec: { type: 'ClusterIP' } }, 'ready'],
    ['v1 Namespace', { status: { phase: 'Active' } }, 'ready'],
    ['apiextensions.k8s.io/v1 CustomResourceDefinition', { status: { conditions: [{ type: 'Established', status: 'True' }] } }, 'ready'],
    ['apiextensions.k8s.io/v1 CustomResourceDefinition', { status: { conditions: [{ type: 'NamesAccepted', status: 'False' }] } }, 'failed'],
    ['v1 ConfigMap', {}, 'ready'],
    ['example.com/v1 Widget', {}, 'ready'],
    ['example.com/v1 Widget', { status: { conditions: [{ type: 'Ready', status: 'False' }] } }, 'progressing'],
    ['example.com/v1 Widget', { status: { conditions: [{ type: 'Ready', status: 'True', observedGeneration: 1 }] } }, 'progressing'],
    ['example.com/v1 Widget', { status: { conditions: [{ type: 'Ready', status: 'True', observedGeneration: 2 }] } }, 'ready'],
    ['serving.knative.dev/v1 Service', { spec: {}, status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }, 'progressing'],
    ['apps/v1 Deployment', { metadata: { deletionTimestamp: 'now' }, spec: { paused: true } }, 'progressing'],
  ])('of kind %s with %o is %s', (kind, parts, expected) => {
    expect(stateOf(kind, parts)).toBe(expected);
  });

  it('that is a job is waited for only when asked for', () => {
    expect(stateOf('batch/v1 Job', { status: {} }, false)).toBe('ready');
  });
});
