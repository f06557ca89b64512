import type { Resource } from '../schemas/resource.ts';
import type { Registry } from './registry.ts';

interface GroupVersions {
  readonly group: string;
  readonly versions: Map<string, Resource[]>;
}

/** Groups in the order of discovery, each with its versions, the preferred one first. */
function groupsOf(registry: Registry): GroupVersions[] {
  const groups = new Map<string, GroupVersions>();
  for (const resource of registry.all()) {
    const entry = groups.get(resource.group) ?? { group: resource.group, versions: new Map<string, Resource[]>() };
    entry.versions.set(resource.version, [...(entry.versions.get(resource.version) ?? []), resource]);
    groups.set(resource.group, entry);
  }
  return [...groups.values()].map(({ group, versions }) => ({ group, versions: new Map([...versions].toSorted(([a], [b]) => compareVersions(a, b))) }));
}

/** Kubernetes' order of version names: stable before beta before alpha, higher numbers first. */
function compareVersions(left: string, right: string): number {
  const parse = (version: string): number[] => {
    const [, major = '0', stage = '', minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
    return [{ '': 2, beta: 1, alpha: 0 }[stage] ?? -1, Number(major), Number(minor)];
  };
  const other = parse(right);
  for (const [i, part] of parse(left).entries()) if (part !== other[i]) return (other[i] ?? 0) - part;
  return left < right ? -1 : 1;
}

/** GET /api or /apis with `as=APIGroupDiscoveryList`. */
export function aggregatedDiscovery(registry: Registry, legacy: boolean): unknown {
  const groups = groupsOf(registry).filter(({ group }) => (group === '') === legacy);
  const items = groups.map(({ group, versions }) => ({
    metadata: { name: group, creationTimestamp: null },
    versions: [...versions].map(([version, resources]) => ({ version, resources: resources.map(discovered), freshness: 'Current' })),
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function discovered(resource: Resource): unknown {
  const subresources = resource.subresources.map(({ name, verbs, kind }) => ({
    subresource: name,
    responseKind: { group: kind?.group ?? '', version: kind?.version ?? '', kind: kind?.kind ?? resource.kind },
    verbs,
  }));
  return {
    resource: resource.plural,
    responseKind: { group: resource.custom ? resource.group : '', version: resource.custom ? resource.version : '', kind: resource.kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
    ...(subresources.length > 0 ? { subresources } : {}),
  };
}

export function apiVersions(): unknown {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }] };
}

export function groupList(registry: Registry): unknown {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(registry).filter(({ group }) => group !== '').map(groupEntry) };
}

/** GET /apis/GROUP; undefined when nobody serves the group. */
export function groupOf(registry: Registry, name: string): unknown {
  const found = groupsOf(registry).find(({ group }) => group === name && group !== '');
  return found ? { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(found) } : undefined;
}

function groupEntry({ group, versions }: GroupVersions): { name: string; versions: unknown[]; preferredVersion: unknown } {
  const list = [...versions.keys()].map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: list, preferredVersion: list[0] };
}

/** GET /api/v1 or /apis/GROUP/VERSION. */
export function resourceList(registry: Registry, group: string, version: string): unknown {
  const resources = registry.all().filter((resource) => resource.group === group && resource.version === version);
  if (resources.length === 0) return undefined;
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: group === '' ? version : `${group}/${version}`, resources: resources.flatMap(plainEntries) };
}

function plainEntries(resource: Resource): unknown[] {
  const main = {
    name: resource.plural,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: resource.verbs,
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
  };
  const below = resource.subresources.map(({ name, verbs, kind }) => ({
    name: `${resource.plural}/${name}`,
    singularName: '',
    namespaced: resource.namespaced,
    ...(kind?.group ? { group: kind.group, version: kind.version } : {}),
    kind: kind?.kind ?? resource.kind,
    verbs,
  }));
  return [main, ...below];
}
