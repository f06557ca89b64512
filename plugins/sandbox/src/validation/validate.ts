import { validateCustomObject } from '../custom-resources/validate-object.ts';
import { loadGoPatterns } from '../custom-resources/pattern.ts';
import { hasRules } from '../custom-resources/has-rules.ts';
import type { JsonSchema } from '../custom-resources/json-schema.ts';
import { definitionErrors, definitionUpdateErrors } from '../custom-resources/definition.ts';
import { readList, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { qualifiedName, type Resource } from '../schemas/resource.ts';
import { configMapErrors, configMapUpdateErrors, claimErrors, claimUpdateErrors, secretErrors, secretUpdateErrors } from './core-kinds.ts';
import { enumErrors } from './enums.ts';
import type { FieldErrors } from './field-error.ts';
import { metadataErrors, metadataUpdateErrors } from './metadata.ts';
import { ingressErrors, serviceErrors, serviceUpdateErrors } from './networking.ts';
import { autoscalerErrors, bindingErrors, bindingUpdateErrors, budgetErrors, roleErrors } from './policies.ts';
import { podErrors, podUpdateErrors } from './pod-spec.ts';
import { cronJobErrors, deploymentErrors, jobErrors, jobUpdateErrors, selectorUpdateErrors, statefulSetErrors, statefulSetUpdateErrors, templatedErrors } from './workloads.ts';

type Check = (object: KubeObject) => FieldErrors;
type UpdateCheck = (object: KubeObject, live: KubeObject) => FieldErrors;

const checks: Readonly<Record<string, Check>> = {
  pods: podErrors,
  configmaps: configMapErrors,
  secrets: secretErrors,
  services: serviceErrors,
  persistentvolumeclaims: claimErrors,
  'deployments.apps': deploymentErrors,
  'replicasets.apps': templatedErrors,
  'daemonsets.apps': templatedErrors,
  'statefulsets.apps': statefulSetErrors,
  'jobs.batch': jobErrors,
  'cronjobs.batch': cronJobErrors,
  'ingresses.networking.k8s.io': ingressErrors,
  'poddisruptionbudgets.policy': budgetErrors,
  'horizontalpodautoscalers.autoscaling': autoscalerErrors,
  'roles.rbac.authorization.k8s.io': roleErrors,
  'clusterroles.rbac.authorization.k8s.io': roleErrors,
  'rolebindings.rbac.authorization.k8s.io': bindingErrors,
  'clusterrolebindings.rbac.authorization.k8s.io': bindingErrors,
  'customresourcedefinitions.apiextensions.k8s.io': definitionErrors,
};

const updateChecks: Readonly<Record<string, UpdateCheck>> = {
  pods: podUpdateErrors,
  configmaps: configMapUpdateErrors,
  secrets: secretUpdateErrors,
  services: serviceUpdateErrors,
  persistentvolumeclaims: claimUpdateErrors,
  'deployments.apps': selectorUpdateErrors,
  'replicasets.apps': selectorUpdateErrors,
  'daemonsets.apps': selectorUpdateErrors,
  'statefulsets.apps': statefulSetUpdateErrors,
  'jobs.batch': jobUpdateErrors,
  'rolebindings.rbac.authorization.k8s.io': bindingUpdateErrors,
  'clusterrolebindings.rbac.authorization.k8s.io': bindingUpdateErrors,
  'customresourcedefinitions.apiextensions.k8s.io': definitionUpdateErrors,
};

function isDefinition(resource: Resource): boolean {
  return qualifiedName(resource) === 'customresourcedefinitions.apiextensions.k8s.io';
}

/** Rules are looked at when the schema around them is sound. CEL is loaded only for definitions that have some. */
async function definitionRuleErrors(definition: KubeObject, others: FieldErrors): Promise<FieldErrors> {
  const schemas = readList(definition, 'spec', 'versions').map((version) => (readObject(version, 'schema', 'openAPIV3Schema') ?? {}) as JsonSchema);
  if (others.length > 0 || !schemas.some(hasRules)) return [];
  const { ruleDefinitionErrors } = await import('../custom-resources/rule-definition.ts');
  return ruleDefinitionErrors(definition);
}

export async function validateCreate(resource: Resource, object: KubeObject): Promise<FieldErrors> {
  await loadGoPatterns();
  const own = resource.custom ? await validateCustomObject(object, resource) : nativeErrors(object, resource);
  if (isDefinition(resource)) own.push(...(await definitionRuleErrors(object, own)));
  return [...metadataErrors(object, resource), ...own];
}

/** The checks of the kind, and those that its type makes possible where the kind's own say nothing. */
function nativeErrors(object: KubeObject, resource: Resource): FieldErrors {
  const own = checks[qualifiedName(resource)]?.(object) ?? [];
  const known = new Set(own.map((error) => error.field));
  const declared = resource.native ? enumErrors(object, resource.native) : [];
  return [...own, ...declared.filter((error) => !known.has(error.field))];
}

export async function validateUpdate(resource: Resource, object: KubeObject, live: KubeObject, subresource: string | undefined): Promise<FieldErrors> {
  const metadata = [...metadataUpdateErrors(object, live), ...metadataErrors(object, resource)];
  if (resource.custom) return [...metadata, ...(await validateCustomObject(object, resource, live))];
  if (subresource === 'status') return metadata;
  await loadGoPatterns();
  const own = nativeErrors(object, resource);
  const rules = isDefinition(resource) ? await definitionRuleErrors(object, own) : [];
  const name = qualifiedName(resource);
  return [...metadata, ...own, ...rules, ...(updateChecks[name]?.(object, live) ?? [])];
}
