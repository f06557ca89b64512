import type { ApiResource } from '@sherpack/plugin-api';
import { groupOf, versionOf } from '@sherpack/plugin-api';

// Kind, plural, short names; `*` marks kinds without namespace. From the discovery of Kubernetes 1.36.
const KINDS: Readonly<Record<string, string>> = {
  v1: `ConfigMap configmaps cm; Endpoints endpoints ep; Event events ev; LimitRange limitranges limits; *Namespace namespaces ns;
    *Node nodes no; PersistentVolumeClaim persistentvolumeclaims pvc; *PersistentVolume persistentvolumes pv; Pod pods po;
    PodTemplate podtemplates; ReplicationController replicationcontrollers rc; ResourceQuota resourcequotas quota; Secret secrets;
    ServiceAccount serviceaccounts sa; Service services svc`,
  'admissionregistration.k8s.io/v1': `*MutatingWebhookConfiguration mutatingwebhookconfigurations;
    *MutatingAdmissionPolicy mutatingadmissionpolicies; *MutatingAdmissionPolicyBinding mutatingadmissionpolicybindings;
    *ValidatingAdmissionPolicy validatingadmissionpolicies; *ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings;
    *ValidatingWebhookConfiguration validatingwebhookconfigurations`,
  'apiextensions.k8s.io/v1': '*CustomResourceDefinition customresourcedefinitions crd,crds',
  'apiregistration.k8s.io/v1': '*APIService apiservices',
  'apps/v1': `ControllerRevision controllerrevisions; DaemonSet daemonsets ds; Deployment deployments deploy;
    ReplicaSet replicasets rs; StatefulSet statefulsets sts`,
  'autoscaling/v1': 'HorizontalPodAutoscaler horizontalpodautoscalers hpa',
  'autoscaling/v2': 'HorizontalPodAutoscaler horizontalpodautoscalers hpa',
  'batch/v1': 'CronJob cronjobs cj; Job jobs',
  'certificates.k8s.io/v1': '*CertificateSigningRequest certificatesigningrequests csr',
  'coordination.k8s.io/v1': 'Lease leases',
  'discovery.k8s.io/v1': 'EndpointSlice endpointslices',
  'events.k8s.io/v1': 'Event events ev',
  'flowcontrol.apiserver.k8s.io/v1': '*FlowSchema flowschemas; *PriorityLevelConfiguration prioritylevelconfigurations',
  'networking.k8s.io/v1': `*IngressClass ingressclasses; Ingress ingresses ing; *IPAddress ipaddresses ip;
    NetworkPolicy networkpolicies netpol; *ServiceCIDR servicecidrs`,
  'node.k8s.io/v1': '*RuntimeClass runtimeclasses',
  'policy/v1': 'PodDisruptionBudget poddisruptionbudgets pdb',
  'rbac.authorization.k8s.io/v1': `*ClusterRoleBinding clusterrolebindings; *ClusterRole clusterroles;
    RoleBinding rolebindings; Role roles`,
  'resource.k8s.io/v1': `*DeviceClass deviceclasses; ResourceClaim resourceclaims; ResourceClaimTemplate resourceclaimtemplates;
    *ResourceSlice resourceslices`,
  'scheduling.k8s.io/v1': '*PriorityClass priorityclasses pc',
  'storage.k8s.io/v1': `*CSIDriver csidrivers; *CSINode csinodes; CSIStorageCapacity csistoragecapacities;
    *StorageClass storageclasses sc; *VolumeAttachment volumeattachments; *VolumeAttributesClass volumeattributesclasses vac`,
};

const VERBS = Object.freeze(['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']);

/** The kinds that come with Kubernetes itself, in their stable versions. */
export function builtinKinds(): readonly ApiResource[] {
  return Object.keys(KINDS).flatMap(kindsOf);
}

function kindsOf(apiVersion: string): readonly ApiResource[] {
  return (KINDS[apiVersion] ?? '').split(';').map((entry) => kindOf(apiVersion, entry.trim()));
}

function kindOf(apiVersion: string, entry: string): ApiResource {
  const [name = '', plural = '', shortNames] = entry.split(/\s+/);
  return {
    group: groupOf(apiVersion),
    version: versionOf(apiVersion),
    kind: name.replace('*', ''),
    plural,
    namespaced: !name.startsWith('*'),
    verbs: VERBS,
    shortNames: shortNames === undefined ? [] : shortNames.split(','),
    subresources: [],
  };
}

let wellKnown: ReadonlyMap<string, ApiResource> | undefined;

/** Served by every API server there is: their paths need no discovery, which saves two requests to commands that only read records. */
export function wellKnownKind(apiVersion: string, kind: string): ApiResource | undefined {
  if (apiVersion !== 'v1' && apiVersion !== 'coordination.k8s.io/v1') return undefined;
  wellKnown ??= new Map(['v1', 'coordination.k8s.io/v1'].flatMap(kindsOf).map((resource) => [resource.kind, resource]));
  const resource = wellKnown.get(kind);
  return resource?.group === groupOf(apiVersion) ? resource : undefined;
}

