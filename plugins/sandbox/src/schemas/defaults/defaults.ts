import type { Resource } from '../resource.ts';
import { draftOf, type Draft } from './fill.ts';
import { defaultEndpoints, defaultEndpointSlice, defaultIngressClass, defaultNetworkPolicy, defaultService } from './networking.ts';
import * as other from './other-kinds.ts';
import { defaultPod, defaultPodSpec } from './pod-spec.ts';
import * as workloads from './workloads.ts';

type Default = (object: Draft) => void;

const defaults: Readonly<Record<string, Default>> = {
  '/Pod': (pod) => {
    defaultPodSpec(draftOf(pod, 'spec'));
    defaultPod(pod);
  },
  '/PodTemplate': (object) => defaultPodSpec(draftOf(object, 'template', 'spec')),
  '/Service': defaultService,
  '/Endpoints': defaultEndpoints,
  '/Namespace': other.defaultNamespace,
  '/Secret': other.defaultSecret,
  '/PersistentVolumeClaim': workloads.defaultClaim,
  '/PersistentVolume': other.defaultVolume,
  '/ReplicationController': workloads.defaultReplicationController,
  '/LimitRange': other.defaultLimitRange,
  '/Node': other.defaultNode,
  'apps/Deployment': workloads.defaultDeployment,
  'apps/StatefulSet': workloads.defaultStatefulSet,
  'apps/DaemonSet': workloads.defaultDaemonSet,
  'apps/ReplicaSet': workloads.defaultReplicaSet,
  'batch/Job': workloads.defaultJob,
  'batch/CronJob': workloads.defaultCronJob,
  'autoscaling/HorizontalPodAutoscaler': (object) => (object['apiVersion'] === 'autoscaling/v1' ? other.defaultAutoscalerV1(object) : other.defaultAutoscaler(object)),
  'discovery.k8s.io/EndpointSlice': defaultEndpointSlice,
  'networking.k8s.io/NetworkPolicy': defaultNetworkPolicy,
  'networking.k8s.io/IngressClass': defaultIngressClass,
  'rbac.authorization.k8s.io/RoleBinding': other.defaultRoleBinding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': other.defaultRoleBinding,
  'storage.k8s.io/StorageClass': other.defaultStorageClass,
  'storage.k8s.io/CSIDriver': other.defaultCsiDriver,
  'scheduling.k8s.io/PriorityClass': other.defaultPriorityClass,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': other.defaultWebhooks,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': other.defaultWebhooks,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': other.defaultAdmissionPolicy,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': other.defaultAdmissionPolicyBinding,
  'apiextensions.k8s.io/CustomResourceDefinition': other.defaultCustomResourceDefinition,
  'apiregistration.k8s.io/APIService': other.defaultApiService,
};

/** Fills in what the server fills in; changes the object, which must just have been decoded. */
export function applyDefaults(object: Draft, resource: Pick<Resource, 'group' | 'kind'>): void {
  defaults[`${resource.group}/${resource.kind}`]?.(object);
}
