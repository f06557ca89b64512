import type { FieldSchema } from '@sherpack/field-set/field-schema';
import type { CustomVersion } from '../custom-resources/custom-version.ts';
import type { NativeType } from './native-type.ts';

export interface Subresource {
  readonly name: string;
  readonly verbs: readonly string[];
  readonly kind?: { readonly kind: string; readonly group?: string; readonly version?: string };
}

/** One kind in one API version, built in or custom. Kinds that are stored have the verb `create`. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly subresources: readonly Subresource[];
  /** The type for server-side apply. */
  readonly schema: FieldSchema;
  /** Set for built-in kinds. */
  readonly native?: NativeType;
  /** Set for custom kinds. */
  readonly custom?: CustomVersion;
}

export function apiVersionOf(resource: Pick<Resource, 'group' | 'version'>): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** `deployments.apps`, or `configmaps` for the core group; what messages and the store call a kind. */
export function qualifiedName(resource: Pick<Resource, 'group' | 'plural'>): string {
  if (resource.group === '') return resource.plural;
  const known = qualifiedNames.get(resource);
  if (known !== undefined) return known;
  const name = `${resource.plural}.${resource.group}`;
  qualifiedNames.set(resource, name);
  return name;
}

/** Every write asks for the name of its kind a dozen times, to look something up by it. */
const qualifiedNames = new WeakMap<Pick<Resource, 'group' | 'plural'>, string>();

/** `Deployment.apps`, as messages about invalid objects say it. */
export function qualifiedKind(resource: Pick<Resource, 'group' | 'kind'>): string {
  return resource.group === '' ? resource.kind : `${resource.kind}.${resource.group}`;
}

export function hasSubresource(resource: Resource, name: string): boolean {
  return resource.subresources.some((subresource) => subresource.name === name);
}
