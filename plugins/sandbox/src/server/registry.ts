import type { Catalog } from '../schemas/catalog.ts';
import { apiVersionOf, qualifiedKind, qualifiedName, type Resource } from '../schemas/resource.ts';

/** The kinds that are served: the built-in ones and those of established CustomResourceDefinitions. */
export class Registry {
  readonly #native: readonly Resource[];
  readonly #custom = new Map<string, readonly Resource[]>();
  #all: readonly Resource[] | undefined;
  #byBucket: Map<string, Resource[]> | undefined;
  #byKind: Map<string, Resource[]> | undefined;
  #byVersion: Map<string, Resource[]> | undefined;

  constructor(catalog: Catalog) {
    this.#native = catalog.resources;
  }

  all(): readonly Resource[] {
    this.#all ??= [...this.#native, ...[...this.#custom.values()].flat()];
    return this.#all;
  }

  find(group: string, version: string, plural: string): Resource | undefined {
    return this.versions({ group, plural }).find((resource) => resource.version === version);
  }

  hasVersion(group: string, version: string): boolean {
    this.#byVersion ??= grouped(this.all(), apiVersionOf);
    return this.#byVersion.has(apiVersionOf({ group, version }));
  }

  /** The resource of an `apiVersion` and `kind`; any version of the group will do when that one is not served. */
  findKind(apiVersion: string, kind: string): Resource | undefined {
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    this.#byKind ??= grouped(this.all().filter(({ verbs }) => verbs.includes('get')), qualifiedKind);
    const matches = this.#byKind.get(qualifiedKind({ group: group ?? '', kind })) ?? [];
    return matches.find((resource) => resource.version === version) ?? matches[0];
  }

  /** The version of a kind in which its objects are looked at when no version is asked for. */
  findBucket(bucket: string): Resource | undefined {
    return this.#buckets().get(bucket)?.[0];
  }

  /** All versions of a kind. */
  versions(resource: Pick<Resource, 'group' | 'plural'>): readonly Resource[] {
    return this.#buckets().get(qualifiedName(resource)) ?? [];
  }

  setCustom(definition: string, resources: readonly Resource[]): void {
    this.#forgetIndexes();
    if (resources.length === 0) this.#custom.delete(definition);
    else this.#custom.set(definition, resources);
  }

  forgetCustom(): void {
    this.#forgetIndexes();
    this.#custom.clear();
  }

  #forgetIndexes(): void {
    this.#all = undefined;
    this.#byBucket = undefined;
    this.#byKind = undefined;
    this.#byVersion = undefined;
  }

  #buckets(): Map<string, Resource[]> {
    this.#byBucket ??= grouped(this.all(), qualifiedName);
    return this.#byBucket;
  }
}

function grouped(resources: readonly Resource[], nameOf: (resource: Resource) => string): Map<string, Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const name = nameOf(resource);
    groups.set(name, [...(groups.get(name) ?? []), resource]);
  }
  return groups;
}
