import type { FieldSet } from '@sherpack/field-set/field-set';
import { fieldSetOf } from '@sherpack/field-set/field-set';
import { hasSubresource, qualifiedName, type Resource } from '../schemas/resource.ts';

/** Kinds whose `metadata.generation` counts changes of their spec. */
const counted = new Set([
  'pods', 'podtemplates', 'replicationcontrollers', 'deployments.apps', 'statefulsets.apps', 'daemonsets.apps', 'replicasets.apps', 'jobs.batch', 'cronjobs.batch',
  'ingresses.networking.k8s.io', 'ingressclasses.networking.k8s.io', 'networkpolicies.networking.k8s.io', 'endpointslices.discovery.k8s.io', 'poddisruptionbudgets.policy',
  'resourceslices.resource.k8s.io', 'deviceclasses.resource.k8s.io', 'flowschemas.flowcontrol.apiserver.k8s.io', 'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
  'validatingadmissionpolicies.admissionregistration.k8s.io', 'mutatingadmissionpolicies.admissionregistration.k8s.io', 'validatingwebhookconfigurations.admissionregistration.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io', 'validatingadmissionpolicybindings.admissionregistration.k8s.io', 'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
  'customresourcedefinitions.apiextensions.k8s.io', 'priorityclasses.scheduling.k8s.io',
]);

/** Kinds whose deletion answers with the object instead of a Status. */
const answersObject = new Set([
  'resourcequotas', 'persistentvolumes', 'serviceaccounts', 'persistentvolumeclaims', 'namespaces', 'pods', 'services', 'podtemplates',
  'csidrivers.storage.k8s.io', 'storageclasses.storage.k8s.io', 'volumeattachments.storage.k8s.io', 'csinodes.storage.k8s.io', 'volumeattributesclasses.storage.k8s.io',
  'resourceclaimtemplates.resource.k8s.io', 'resourceslices.resource.k8s.io', 'resourceclaims.resource.k8s.io', 'deviceclasses.resource.k8s.io',
]);

/** Kinds that a PUT may only change with a resourceVersion. */
const needsResourceVersion = new Set([
  'runtimeclasses.node.k8s.io', 'poddisruptionbudgets.policy', 'csidrivers.storage.k8s.io', 'csistoragecapacities.storage.k8s.io', 'volumeattachments.storage.k8s.io',
  'csinodes.storage.k8s.io', 'leases.coordination.k8s.io', 'customresourcedefinitions.apiextensions.k8s.io', 'apiservices.apiregistration.k8s.io',
  'validatingadmissionpolicies.admissionregistration.k8s.io', 'mutatingadmissionpolicies.admissionregistration.k8s.io', 'validatingwebhookconfigurations.admissionregistration.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io', 'validatingadmissionpolicybindings.admissionregistration.k8s.io', 'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
]);

/** Kinds that a PUT may create. */
const createdByPut = new Set([
  'runtimeclasses.node.k8s.io', 'rolebindings.rbac.authorization.k8s.io', 'clusterrolebindings.rbac.authorization.k8s.io', 'roles.rbac.authorization.k8s.io',
  'clusterroles.rbac.authorization.k8s.io', 'leases.coordination.k8s.io', 'limitranges', 'events', 'services', 'endpoints',
]);

export function countsGeneration(resource: Resource): boolean {
  return resource.custom !== undefined || counted.has(qualifiedName(resource));
}

/** Some are born with a generation that never changes, others without one that does. */
export function countsChanges(resource: Resource): boolean {
  const name = qualifiedName(resource);
  if (name === 'priorityclasses.scheduling.k8s.io') return false;
  return countsGeneration(resource) || name === 'csidrivers.storage.k8s.io';
}

/** Kinds whose dependents stay unless the request says otherwise, as they did before there was garbage collection. */
export function orphansByDefault(resource: Resource): boolean {
  return ['replicationcontrollers', 'jobs.batch'].includes(qualifiedName(resource));
}

/** Whether dependents are looked after when an object of the kind goes. Events have none. */
export function hasGarbageCollection(resource: Resource): boolean {
  return resource.plural !== 'events' || !['', 'events.k8s.io'].includes(resource.group);
}

export function answersDeletedObject(resource: Resource): boolean {
  return answersObject.has(qualifiedName(resource));
}

export function allowsUnconditionalUpdate(resource: Resource): boolean {
  return resource.custom === undefined && !needsResourceVersion.has(qualifiedName(resource));
}

export function allowsCreateByPut(resource: Resource): boolean {
  return createdByPut.has(qualifiedName(resource));
}

const status = fieldSetOf(['f:status']);

/** Fields that a write to the main resource or to a subresource can never own, because it cannot change them. */
export function ignoredFields(resource: Resource, subresource: string | undefined): FieldSet | undefined {
  if (subresource === 'status') return outsideStatus(resource);
  return hasSubresource(resource, 'status') ? status : undefined;
}

function outsideStatus(resource: Resource): FieldSet {
  if (resource.custom) {
    const names = Object.keys(resource.custom.schema.properties ?? {}).filter((name) => name !== 'status');
    return fieldSetOf(['f:spec'], ['f:metadata'], ...names.map((name) => [`f:${name}`]));
  }
  switch (qualifiedName(resource)) {
    case 'deployments.apps':
      return fieldSetOf(['f:spec'], ['f:metadata', 'f:labels']);
    case 'pods':
      return fieldSetOf(['f:spec'], ['f:metadata', 'f:deletionTimestamp'], ['f:metadata', 'f:ownerReferences']);
    default:
      return fieldSetOf(['f:spec']);
  }
}
