import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { judgeObject } from '../judge-object.ts';

const SURROUNDINGS = { bindingMode: (name: string | undefined) => (name === 'local' ? 'WaitForFirstConsumer' : 'Immediate'), hasConsumer: (claim: KubernetesObject) => claim.metadata.name === 'used' };

function verdictOf(kind: string, parts: object) {
  const [apiVersion = '', name = ''] = kind.split(' ');
  const { metadata = {}, ...rest } = parts as { metadata?: object };
  const object = { apiVersion, kind: name, metadata: { name: 'a', generation: 2, ...metadata }, ...rest };
  return judgeObject(object, { receipt: undefined, rule: undefined, surroundings: SURROUNDINGS, hasStatus: true }).verdict;
}

const SEEN = { observedGeneration: 2 };
function is(type: string, status = 'True', more: object = {}) {
  return { type, status, ...more };
}

describe('an object of Kubernetes', () => {
  it.each([
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { ...SEEN, replicas: 2, updatedReplicas: 2, availableReplicas: 2 } }, 'ready', '2 of 2 ready'],
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 } }, 'progressing', 'has not seen the change'],
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { replicas: 2, updatedReplicas: 2, availableReplicas: 2 } }, 'progressing', 'has not seen it'],
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { ...SEEN, replicas: 3, updatedReplicas: 2, availableReplicas: 2 } }, 'progressing', '1 replica of the old'],
    ['apps/v1 Deployment', { spec: { replicas: 2 }, status: { ...SEEN, replicas: 2, updatedReplicas: 1, availableReplicas: 2 } }, 'progressing', '1 of 2 replicas are of the new'],
    ['apps/v1 Deployment', { spec: {}, status: { ...SEEN, conditions: [is('Progressing', 'False', { reason: 'ProgressDeadlineExceeded' })] } }, 'failed', 'ProgressDeadlineExceeded'],
    ['apps/v1 Deployment', { spec: { replicas: 0 }, status: SEEN }, 'ready', '0 of 0'],
    ['apps/v1 Deployment', { spec: { paused: true } }, 'ready', 'paused'],
    ['apps/v1 Deployment', { metadata: { deletionTimestamp: 'now' }, spec: { paused: true } }, 'progressing', 'being deleted'],
    ['apps/v1 StatefulSet', { spec: { replicas: 2 }, status: { ...SEEN, updatedReplicas: 1, readyReplicas: 2 } }, 'progressing', '1 of 2'],
    ['apps/v1 StatefulSet', { spec: { replicas: 2 }, status: { ...SEEN, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 1 } }, 'progressing', '1 of 2 available'],
    ['apps/v1 StatefulSet', { spec: { replicas: 2, updateStrategy: { rollingUpdate: { partition: 1 } } }, status: { ...SEEN, updatedReplicas: 1, readyReplicas: 2 } }, 'ready', '2 of 2'],
    ['apps/v1 StatefulSet', { spec: { replicas: 2, updateStrategy: { type: 'OnDelete' } }, status: { ...SEEN, readyReplicas: 2, currentRevision: 'a', updateRevision: 'b' } }, 'ready', '2 of the old revision'],
    ['apps/v1 StatefulSet', { spec: { replicas: 2, updateStrategy: { type: 'OnDelete' } }, status: { ...SEEN, readyReplicas: 2, currentRevision: 'a', updateRevision: 'a' } }, 'ready', '2 of 2 ready'],
    ['apps/v1 DaemonSet', { spec: {}, status: { ...SEEN, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 2 } }, 'progressing', '2 of 3'],
    ['apps/v1 DaemonSet', { spec: {}, status: { ...SEEN, desiredNumberScheduled: 3, updatedNumberScheduled: 2, numberAvailable: 3 } }, 'progressing', '2 of 3 pods are of the new'],
    ['apps/v1 DaemonSet', { spec: {}, status: { ...SEEN, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 } }, 'ready', '3 of 3'],
    ['apps/v1 ReplicaSet', { spec: { replicas: 2 }, status: { ...SEEN, replicas: 2, availableReplicas: 1 } }, 'progressing', '1 of 2'],
    ['v1 ReplicationController', { spec: { replicas: 1 }, status: { ...SEEN, replicas: 1, availableReplicas: 1 } }, 'ready', '1 of 1'],
    ['batch/v1 Job', { status: { conditions: [is('Complete')] } }, 'ready', 'complete'],
    ['batch/v1 Job', { status: { conditions: [is('FailureTarget', 'True', { reason: 'BackoffLimitExceeded', message: 'too often' })] } }, 'failed', 'BackoffLimitExceeded: too often'],
    ['batch/v1 Job', { status: { conditions: [is('Failed', 'True', { reason: 'DeadlineExceeded' })] } }, 'failed', 'DeadlineExceeded'],
    ['batch/v1 Job', { status: { active: 1, failed: 1 } }, 'progressing', '0 of 1 completed, 1 failed'],
    ['batch/v1 Job', { spec: { suspend: true }, status: {} }, 'ready', 'suspended'],
    ['batch/v1 CronJob', {}, 'ready', 'written'],
    ['v1 Pod', { status: { phase: 'Succeeded' } }, 'ready', 'succeeded'],
    ['v1 Pod', { status: { phase: 'Running', conditions: [is('Ready')] } }, 'ready', 'ready'],
    ['v1 Pod', { status: { phase: 'Failed', reason: 'Evicted' } }, 'failed', 'Evicted'],
    ['v1 Pod', { status: { phase: 'Pending' } }, 'progressing', 'phase Pending'],
    ['v1 PersistentVolumeClaim', { status: { phase: 'Lost' } }, 'failed', 'lost'],
    ['v1 PersistentVolumeClaim', { status: { phase: 'Bound' } }, 'ready', 'bound'],
    ['v1 PersistentVolumeClaim', { spec: { storageClassName: 'local' }, status: { phase: 'Pending' } }, 'ready', 'first consumer'],
    ['v1 PersistentVolumeClaim', { metadata: { name: 'used' }, spec: { storageClassName: 'local' }, status: { phase: 'Pending' } }, 'progressing', 'Pending'],
    ['v1 PersistentVolumeClaim', { spec: { storageClassName: 'fast' }, status: { phase: 'Pending' } }, 'progressing', 'Pending'],
    ['v1 PersistentVolume', { status: { phase: 'Available' } }, 'ready', 'available'],
    ['v1 PersistentVolume', { status: { phase: 'Failed', message: 'no' } }, 'failed', 'no'],
    ['storage.k8s.io/v1 VolumeAttachment', { status: { attached: true } }, 'ready', 'attached'],
    ['v1 Service', { spec: { type: 'LoadBalancer', clusterIP: '10.0.0.1' }, status: { loadBalancer: {} } }, 'progressing', 'no address yet'],
    ['v1 Service', { spec: { type: 'LoadBalancer', clusterIP: '10.0.0.1' }, status: { loadBalancer: { ingress: [{ hostname: 'h' }] } } }, 'ready', 'address h'],
    ['v1 Service', { spec: { type: 'ClusterIP', clusterIP: 'None' } }, 'ready', 'ready'],
    ['v1 Service', { spec: { type: 'ExternalName' } }, 'ready', 'ready'],
    ['v1 Namespace', { status: { phase: 'Active' } }, 'ready', 'active'],
    ['v1 Node', { status: { conditions: [is('Ready', 'False', { message: 'no network' })] } }, 'progressing', 'no network'],
    ['apiextensions.k8s.io/v1 CustomResourceDefinition', { status: { conditions: [is('NamesAccepted'), is('Established')] } }, 'ready', 'established'],
    ['apiextensions.k8s.io/v1 CustomResourceDefinition', { status: { conditions: [is('Established')] } }, 'progressing', 'names are not accepted yet'],
    ['apiextensions.k8s.io/v1 CustomResourceDefinition', { status: { conditions: [is('NamesAccepted', 'False', { message: '"x" is already in use' })] } }, 'failed', 'already in use'],
    ['apiregistration.k8s.io/v1 APIService', { status: { conditions: [is('Available', 'False', { message: 'no endpoints' })] } }, 'progressing', 'no endpoints'],
    ['apiregistration.k8s.io/v1 APIService', { status: { conditions: [is('Available')] } }, 'ready', 'available'],
    ['policy/v1 PodDisruptionBudget', { status: SEEN }, 'ready', 'ready'],
    ['policy/v1 PodDisruptionBudget', { status: { ...SEEN, conditions: [is('DisruptionAllowed', 'False', { reason: 'SyncFailed', message: 'no controller' })] } }, 'progressing', 'no controller'],
    ['autoscaling/v2 HorizontalPodAutoscaler', { status: {} }, 'progressing', 'has not seen it'],
    ['autoscaling/v2 HorizontalPodAutoscaler', { status: { conditions: [is('AbleToScale'), is('ScalingActive', 'False', { message: 'no metrics API' })] } }, 'ready', 'without metrics'],
    ['autoscaling/v2 HorizontalPodAutoscaler', { status: { conditions: [is('AbleToScale', 'False', { message: 'no such Deployment' })] } }, 'progressing', 'no such Deployment'],
    ['certificates.k8s.io/v1 CertificateSigningRequest', { status: { conditions: [is('Denied', 'True', { message: 'never' })] } }, 'failed', 'never'],
    ['certificates.k8s.io/v1 CertificateSigningRequest', { status: { conditions: [is('Approved')] } }, 'progressing', 'approved'],
    ['v1 ConfigMap', {}, 'ready', 'written'],
    ['networking.k8s.io/v1 Ingress', { status: {} }, 'ready', 'written'],
    ['rbac.authorization.k8s.io/v1 ClusterRole', {}, 'ready', 'written'],
  ])('of kind %s with %o is %s: %s', (kind, parts, state, words) => {
    const verdict = verdictOf(kind, parts);
    expect(verdict.state).toBe(state);
    expect(verdict.reason).toContain(words);
  });

  it.each([
    ['apps/v1 Deployment', { spec: { paused: true } }, 'is paused'],
    ['batch/v1 Job', { spec: { suspend: true } }, 'is suspended'],
    ['apps/v1 DaemonSet', { spec: { updateStrategy: { type: 'OnDelete' } }, status: { ...SEEN, desiredNumberScheduled: 2, updatedNumberScheduled: 0, numberAvailable: 2 } }, 'keeps 2 pods of the old revision'],
    ['apps/v1 StatefulSet', { spec: { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } }, status: { ...SEEN, updatedReplicas: 1, readyReplicas: 3 } }, 'keeps 2 of 3 replicas'],
    ['autoscaling/v2 HorizontalPodAutoscaler', { status: { conditions: [is('AbleToScale'), is('ScalingActive', 'False', { message: 'no metrics API' })] } }, 'does not scale yet: no metrics API'],
  ])('of kind %s is ready, but people are told: %o', (kind, parts, notice) => {
    expect(verdictOf(kind, parts).notice).toContain(notice);
  });
});

describe('an object of a kind that nobody told us about', () => {
  it.each([
    ['says Ready', { status: { conditions: [is('Ready', 'True', { observedGeneration: 2 })] } }, 'ready'],
    ['says Ready of an older generation', { status: { conditions: [is('Ready', 'True', { observedGeneration: 1 })] } }, 'progressing'],
    ['says that it is not Ready', { status: { conditions: [is('Ready', 'False')] } }, 'progressing'],
    ['says Stalled', { status: { conditions: [is('Ready', 'False'), is('Stalled', 'True', { message: 'no such chart' })] } }, 'failed'],
    ['says Reconciling', { status: { conditions: [is('Ready'), is('Reconciling')] } }, 'progressing'],
    ['has a good phase', { status: { phase: 'Running' } }, 'ready'],
    ['has another phase', { status: { phase: 'Creating' } }, 'progressing'],
    ['has been seen and says no more', { status: SEEN }, 'ready'],
    ['says nothing at all', {}, 'progressing'],
    ['is a Service of somebody else', { status: { conditions: [is('Ready', 'Unknown')] } }, 'progressing'],
  ])('that %s is %#', (_what, parts, state) => {
    expect(verdictOf('serving.knative.dev/v1 Service', parts).state).toBe(state);
  });
});
