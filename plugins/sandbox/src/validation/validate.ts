import { validateCustomObject } from '../custom-resources/validate-object.ts';
import { loadGoPatterns } from '../custom-resources/pattern.ts';
import { hasRules } from '../custom-resources/has-rules.ts';
import type { JsonSchema } from '../custom-resources/json-schema.ts';
import { readList, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { qualifiedName, type Resource } from '../schemas/resource.ts';
import { enumErrors } from './enums.ts';
import type { FieldErrors } from './field-error.ts';
import { judge, kindChecks } from './kinds.ts';
import { managedFieldsErrors } from './manager.ts';
import { metadataErrors, metadataUpdateErrors } from './metadata.ts';

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
  if (isDefinition(resource)) await loadGoPatterns();
  const own = resource.custom ? await validateCustomObject(object, resource) : await nativeErrors(object, resource);
  if (isDefinition(resource)) own.push(...(await definitionRuleErrors(object, own)));
  return [...metadataErrors(object, resource), ...own];
}

/** What was fine when it was written is so still; only the record of who wrote what is new with every write. */
function isSameMetadata({ metadata }: KubeObject, live: KubeObject): boolean {
  return (['name', 'labels', 'annotations', 'ownerReferences', 'finalizers'] as const).every((name) => metadata[name] === live.metadata[name]);
}

/** The checks of the kind, and those that its type makes possible where the kind's own say nothing. */
async function nativeErrors(object: KubeObject, resource: Resource): Promise<FieldErrors> {
  const own = await kindErrors(object, resource);
  const known = new Set(own.map((error) => error.field));
  const declared = resource.native ? enumErrors(object, resource.native) : [];
  return [...own, ...declared.filter(({ field }) => !known.has(field) && !isOfRule(field))];
}

/** Rules in schemas have checks of their own, which name the schema as the server does. */
function isOfRule(field: string): boolean {
  return field.includes('.x-kubernetes-validations[');
}

async function kindErrors(object: KubeObject, resource: Resource): Promise<FieldErrors> {
  const checks = kindChecks[qualifiedName(resource)];
  if (!checks?.expressions) return checks?.create?.(object) ?? [];
  const { expressionProblem } = await import('./expression-problem.ts');
  return judge(checks.expressions(expressionProblem))(object);
}

export async function validateUpdate(resource: Resource, object: KubeObject, live: KubeObject, subresource: string | undefined): Promise<FieldErrors> {
  const metadata = [...metadataUpdateErrors(object, live), ...(isSameMetadata(object, live) ? managedFieldsErrors(object.metadata.managedFields) : metadataErrors(object, resource))];
  if (resource.custom) return [...metadata, ...(await validateCustomObject(object, resource, live))];
  const checks = kindChecks[qualifiedName(resource)];
  if (subresource === 'binding') return metadata;
  if (subresource === 'status') return [...metadata, ...(checks?.status?.(object, live) ?? [])];
  if (isDefinition(resource)) await loadGoPatterns();
  const own = await nativeErrors(object, resource);
  const rules = isDefinition(resource) ? await definitionRuleErrors(object, own) : [];
  return [...metadata, ...own, ...rules, ...(checks?.update?.(object, live) ?? [])];
}
