/**
 * Kinds of Kubernetes that have no life of their own: once the server has them they are as ready as they will ever be.
 * An Ingress belongs to them because many controllers never write its address, and a CronJob because its Jobs come when
 * they come.
 */
export const WRITTEN_IS_READY: ReadonlySet<string> = new Set([
  '/ConfigMap', '/Secret', '/ServiceAccount', '/Endpoints', '/LimitRange', '/ResourceQuota', '/PodTemplate', '/Event', '/Binding',
  'apps/ControllerRevision', 'batch/CronJob', 'events.k8s.io/Event', 'coordination.k8s.io/Lease', 'coordination.k8s.io/LeaseCandidate',
  'rbac.authorization.k8s.io/Role', 'rbac.authorization.k8s.io/RoleBinding',
  'rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/ClusterRoleBinding',
  'networking.k8s.io/Ingress', 'networking.k8s.io/IngressClass', 'networking.k8s.io/NetworkPolicy', 'networking.k8s.io/IPAddress',
  'discovery.k8s.io/EndpointSlice', 'scheduling.k8s.io/PriorityClass', 'node.k8s.io/RuntimeClass',
  'storage.k8s.io/StorageClass', 'storage.k8s.io/CSIDriver', 'storage.k8s.io/CSINode', 'storage.k8s.io/CSIStorageCapacity',
  'storage.k8s.io/VolumeAttributesClass',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration', 'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy', 'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy', 'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'flowcontrol.apiserver.k8s.io/FlowSchema', 'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
  'resource.k8s.io/DeviceClass', 'resource.k8s.io/ResourceClaim', 'resource.k8s.io/ResourceClaimTemplate', 'resource.k8s.io/ResourceSlice',
  'certificates.k8s.io/ClusterTrustBundle',
]);
