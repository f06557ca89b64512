import { equalValues } from '@sherpack/field-set/equal';
import type { KubeObject, ObjectMeta } from '../server/api-types.ts';
import { qualifiedName, type Resource } from '../schemas/resource.ts';
import { cause, forbiddenField, invalid, required, type FieldErrors } from './field-error.ts';
import { managedFieldsErrors } from './manager.ts';
import { labelProblems, labelValueProblems, pathSegmentProblems, qualifiedNameProblems, subdomainProblems, type NameCheck } from './names.ts';

const nameChecks: Readonly<Record<string, NameCheck>> = {
  services: labelProblems,
  namespaces: labelProblems,
  events: pathSegmentProblems,
  'events.events.k8s.io': pathSegmentProblems,
  'poddisruptionbudgets.policy': pathSegmentProblems,
  'roles.rbac.authorization.k8s.io': pathSegmentProblems,
  'clusterroles.rbac.authorization.k8s.io': pathSegmentProblems,
  'rolebindings.rbac.authorization.k8s.io': pathSegmentProblems,
  'clusterrolebindings.rbac.authorization.k8s.io': pathSegmentProblems,
};

const standardFinalizers = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);
const annotationLimit = 256 * 1024;

export function metadataErrors(object: KubeObject, resource: Resource): FieldErrors {
  const { metadata } = object;
  const check = nameChecks[qualifiedName(resource)] ?? subdomainProblems;
  const name = metadata.name ?? '';
  const errors = check(name).map((problem) => invalid('metadata.name', name, problem));
  return [...errors, ...labelErrors(metadata.labels, 'metadata.labels'), ...annotationErrors(metadata.annotations, 'metadata.annotations'), ...ownerErrors(metadata), ...finalizerErrors(metadata, resource), ...managedFieldsErrors(metadata.managedFields)];
}

export function labelErrors(labels: Record<string, string> | undefined, field: string): FieldErrors {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...qualifiedNameProblems(key).map((problem) => invalid(field, key, problem)),
    ...labelValueProblems(value).map((problem) => invalid(field, value, problem)),
  ]);
}

function annotationErrors(annotations: Record<string, string> | undefined, field: string): FieldErrors {
  const errors = Object.keys(annotations ?? {}).flatMap((key) => qualifiedNameProblems(key.toLowerCase()).map((problem) => invalid(field, key, problem)));
  const size = Object.entries(annotations ?? {}).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return size > annotationLimit ? [...errors, cause('FieldValueTooLong', field, `Too long: may not be more than ${annotationLimit} bytes`)] : errors;
}

function ownerErrors(metadata: ObjectMeta): FieldErrors {
  const owners = metadata.ownerReferences ?? [];
  const errors = owners.flatMap((owner) => (['apiVersion', 'kind', 'name', 'uid'] as const)
    .filter((name) => !owner[name])
    .map((name) => invalid(`metadata.ownerReferences.${name}`, owner[name] ?? '', name === 'apiVersion' ? 'version must not be empty' : 'must not be empty')));
  const controllers = owners.filter((owner) => owner.controller === true);
  if (controllers.length < 2) return errors;
  return [...errors, invalid('metadata.ownerReferences', owners, `Only one reference can have Controller set to true. Found "true" in references for ${controllers.map((o) => o.name).join(' and ')}`)];
}

/** Kinds and groups that are validated by the general rules for metadata alone, as custom kinds are: their finalizers may have any qualified name. */
const general = new Set(['events', 'events.events.k8s.io']);
const generalGroups = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io', 'admissionregistration.k8s.io', 'coordination.k8s.io', 'node.k8s.io', 'policy']);

function finalizerErrors(metadata: ObjectMeta, resource: Resource): FieldErrors {
  const isFree = resource.custom !== undefined || generalGroups.has(resource.group) || general.has(qualifiedName(resource));
  return (metadata.finalizers ?? []).flatMap((finalizer, i) => {
    const field = `metadata.finalizers[${i}]`;
    const problems = qualifiedNameProblems(finalizer).map((problem) => invalid('metadata.finalizers', finalizer, problem));
    const isKnown = isFree || finalizer.includes('/') || standardFinalizers.has(finalizer);
    return isKnown ? problems : [...problems, invalid(field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')];
  });
}

/** What of an object's identity may not change. */
export function metadataUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const errors: FieldErrors = [];
  for (const name of ['namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'] as const) {
    if (!equalValues(object.metadata[name], live.metadata[name])) errors.push(...immutable(`metadata.${name}`, object.metadata[name]));
  }
  return [...errors, ...newFinalizerErrors(object.metadata, live.metadata)];
}

/** The server finds changed identity in two places and says so twice. */
function immutable(field: string, value: unknown): FieldErrors {
  const error = invalid(field, value, 'field is immutable');
  return [error, error];
}

function newFinalizerErrors(metadata: ObjectMeta, live: ObjectMeta): FieldErrors {
  const added = (metadata.finalizers ?? []).filter((finalizer) => !(live.finalizers ?? []).includes(finalizer));
  if (live.deletionTimestamp === undefined || added.length === 0) return [];
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  const error = forbiddenField('metadata.finalizers', `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`);
  return [error, error];
}

export function requireField(value: unknown, field: string, detail = ''): FieldErrors {
  const isMissing = value === undefined || value === null || value === '';
  return isMissing ? [required(field, detail)] : [];
}
