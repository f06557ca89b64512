import { definitionErrors, definitionUpdateErrors } from '../custom-resources/definition.ts';
import type { KubeObject } from '../server/api-types.ts';
import { bindingUpdateErrors, clusterRole, clusterRoleBinding, role, roleBinding } from './access.ts';
import type { Check } from './check.ts';
import * as core from './core-kinds.ts';
import type { FieldErrors } from './field-error.ts';
import { cronJobErrors, jobErrors, jobStatusErrors, jobUpdateErrors } from './jobs.ts';
import * as networking from './networking.ts';
import { podErrors, podUpdateErrors } from './pod-spec.ts';
import * as policies from './policies.ts';
import { serviceErrors, serviceUpdateErrors } from './service.ts';
import { admissionBinding, admissionPolicy, webhooks, type ExpressionCheck } from './webhooks.ts';
import * as workloads from './workloads.ts';

export type ObjectCheck = (object: KubeObject) => FieldErrors;
export type UpdateCheck = (object: KubeObject, live: KubeObject) => FieldErrors;

/** The checks of one kind: of what it asks for, of changes to that, and of what its status says. */
export interface KindChecks {
  readonly create?: ObjectCheck;
  readonly update?: UpdateCheck;
  readonly status?: UpdateCheck;
  /** For kinds that hold expressions; the check is made when the language is loaded. */
  readonly expressions?: (problemOf: ExpressionCheck) => Check;
}

export function judge(check: Check): ObjectCheck {
  return (object) => check(object, '', object);
}

/** Both checks, one after the other. */
function both(first: UpdateCheck, second: UpdateCheck): UpdateCheck {
  return (object, live) => [...first(object, live), ...second(object, live)];
}

const { collisionErrors, replicaCountErrors } = workloads;

/** By the qualified name of the kind. What is not here is judged by its schema alone. */
export const kindChecks: Readonly<Record<string, KindChecks>> = {
  pods: { create: podErrors, update: podUpdateErrors },
  podtemplates: { create: workloads.podTemplateErrors },
  configmaps: { create: core.configMapErrors, update: core.configMapUpdateErrors },
  secrets: { create: core.secretErrors, update: core.secretUpdateErrors },
  services: { create: serviceErrors, update: serviceUpdateErrors, status: judge(networking.serviceStatus) },
  endpoints: { create: judge(networking.endpoints) },
  events: { create: core.eventErrors },
  namespaces: { create: judge(core.namespace) },
  limitranges: { create: judge(core.limitRange) },
  resourcequotas: { create: judge(policies.quota), update: policies.quotaUpdateErrors, status: judge(policies.quotaStatus) },
  persistentvolumeclaims: { create: judge(core.claim), update: core.claimUpdateErrors },
  persistentvolumes: { create: judge(core.volume), update: core.volumeUpdateErrors },
  replicationcontrollers: { create: workloads.replicationControllerErrors, status: replicaCountErrors },
  'deployments.apps': { create: workloads.deploymentErrors, update: workloads.selectorUpdateErrors, status: both(replicaCountErrors, collisionErrors) },
  'replicasets.apps': { create: workloads.replicaSetErrors, update: workloads.selectorUpdateErrors, status: replicaCountErrors },
  'daemonsets.apps': { create: workloads.daemonSetErrors, update: workloads.selectorUpdateErrors, status: both(workloads.statusErrors, collisionErrors) },
  'statefulsets.apps': { create: workloads.statefulSetErrors, update: workloads.statefulSetUpdateErrors, status: both(replicaCountErrors, collisionErrors) },
  'jobs.batch': { create: jobErrors, update: jobUpdateErrors, status: jobStatusErrors },
  'cronjobs.batch': { create: cronJobErrors },
  'ingresses.networking.k8s.io': { create: judge(networking.ingress), status: judge(networking.ingressStatus) },
  'ingressclasses.networking.k8s.io': { create: judge(networking.ingressClass), update: networking.ingressClassUpdateErrors },
  'networkpolicies.networking.k8s.io': { create: judge(networking.networkPolicy) },
  'endpointslices.discovery.k8s.io': { create: judge(networking.endpointSlice), update: networking.endpointSliceUpdateErrors },
  'poddisruptionbudgets.policy': { create: judge(policies.budget), status: judge(policies.budgetStatus) },
  'horizontalpodautoscalers.autoscaling': { create: judge(policies.autoscaler) },
  'priorityclasses.scheduling.k8s.io': { create: judge(policies.priorityClass), update: policies.priorityClassUpdateErrors },
  'storageclasses.storage.k8s.io': { create: judge(policies.storageClass), update: policies.storageClassUpdateErrors },
  'csidrivers.storage.k8s.io': { create: judge(policies.csiDriver), update: policies.fixedFields(['spec.attachRequired', 'spec.volumeLifecycleModes']) },
  'leases.coordination.k8s.io': { create: judge(policies.lease) },
  'runtimeclasses.node.k8s.io': { create: judge(policies.runtimeClass), update: policies.fixedFields(['handler']) },
  'roles.rbac.authorization.k8s.io': { create: judge(role) },
  'clusterroles.rbac.authorization.k8s.io': { create: judge(clusterRole) },
  'rolebindings.rbac.authorization.k8s.io': { create: judge(roleBinding), update: bindingUpdateErrors },
  'clusterrolebindings.rbac.authorization.k8s.io': { create: judge(clusterRoleBinding), update: bindingUpdateErrors },
  'validatingwebhookconfigurations.admissionregistration.k8s.io': { expressions: webhooks },
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': { expressions: webhooks },
  'validatingadmissionpolicies.admissionregistration.k8s.io': { expressions: admissionPolicy },
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': { create: judge(admissionBinding) },
  'customresourcedefinitions.apiextensions.k8s.io': { create: definitionErrors, update: definitionUpdateErrors },
};
