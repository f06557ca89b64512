import { validateCustomObject } from '../custom-resources/validate-object.ts';
import { loadGoPatterns } from '../custom-resources/pattern.ts';
import { ruleSyntaxErrors } from '../custom-resources/rule-syntax.ts';
import type { KubeObject } from '../server/api-types.ts';
import { qualifiedName, type Resource } from '../schemas/resource.ts';
import { enumErrors } from './enums.ts';
import type { FieldErrors } from './field-error.ts';
import { judge, kindChecks } from './kinds.ts';
import { metadataErrors, metadataUpdateErrors } from './metadata.ts';

function isDefinition(resource: Resource): boolean {
  return qualifiedName(resource) === 'customresourcedefinitions.apiextensions.k8s.io';
}

export async function validateCreate(resource: Resource, object: KubeObject): Promise<FieldErrors> {
  await loadGoPatterns();
  const own = resource.custom ? await validateCustomObject(object, resource) : await nativeErrors(object, resource);
  if (isDefinition(resource)) own.push(...(await ruleSyntaxErrors(object)));
  return [...metadataErrors(object, resource), ...own];
}

/** The checks of the kind, and those that its type makes possible where the kind's own say nothing. */
async function nativeErrors(object: KubeObject, resource: Resource): Promise<FieldErrors> {
  const own = await kindErrors(object, resource);
  const known = new Set(own.map((error) => error.field));
  const declared = resource.native ? enumErrors(object, resource.native) : [];
  return [...own, ...declared.filter((error) => !known.has(error.field))];
}

async function kindErrors(object: KubeObject, resource: Resource): Promise<FieldErrors> {
  const checks = kindChecks[qualifiedName(resource)];
  if (!checks?.expressions) return checks?.create?.(object) ?? [];
  const { parse } = await import('@marcbachmann/cel-js');
  return judge(checks.expressions((text) => problemOf(text, parse)))(object);
}

function problemOf(text: string, parse: (expression: string) => unknown): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export async function validateUpdate(resource: Resource, object: KubeObject, live: KubeObject, subresource: string | undefined): Promise<FieldErrors> {
  const metadata = [...metadataUpdateErrors(object, live), ...metadataErrors(object, resource)];
  if (resource.custom) return [...metadata, ...(await validateCustomObject(object, resource, live))];
  const checks = kindChecks[qualifiedName(resource)];
  if (subresource === 'status') return [...metadata, ...(checks?.status?.(object) ?? [])];
  await loadGoPatterns();
  const rules = isDefinition(resource) ? await ruleSyntaxErrors(object) : [];
  return [...metadata, ...(await nativeErrors(object, resource)), ...rules, ...(checks?.update?.(object, live) ?? [])];
}
