import type { ApiResource, JsonObject } from '@sherpack/plugin-api';
import { groupOf, isObject, versionOf } from '@sherpack/plugin-api';

/** Asks for the aggregated form (Kubernetes 1.26 and later) and takes the plain one from older servers. */
export const AGGREGATED = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

export function isAggregated(document: JsonObject): boolean {
  return document['kind'] === 'APIGroupDiscoveryList';
}

/** Every kind of an APIGroupDiscoveryList. */
export function aggregatedResources(document: JsonObject): readonly ApiResource[] {
  return objects(document['items']).flatMap((group) => {
    const name = String(asObject(group['metadata'])['name'] ?? '');
    return objects(group['versions']).flatMap((version) => objects(version['resources']).flatMap((entry) => fromAggregated(name, String(version['version']), entry)));
  });
}

export function aggregatedVersions(document: JsonObject): readonly string[] {
  return objects(document['items']).flatMap((group) => {
    const name = String(asObject(group['metadata'])['name'] ?? '');
    return objects(group['versions']).map((version) => joined(name, String(version['version'])));
  });
}

function fromAggregated(group: string, version: string, entry: JsonObject): ApiResource[] {
  const kind = asObject(entry['responseKind'])['kind'];
  if (typeof kind !== 'string' || kind === '') return [];
  return [{
    group,
    version,
    kind,
    plural: String(entry['resource']),
    namespaced: entry['scope'] === 'Namespaced',
    verbs: strings(entry['verbs']),
    shortNames: strings(entry['shortNames']),
    subresources: objects(entry['subresources']).map((sub) => String(sub['subresource'])),
  }];
}

/** `group/version` of everything in an APIVersions or APIGroupList. */
export function plainVersions(document: JsonObject): readonly string[] {
  const core = strings(document['versions']);
  const groups = objects(document['groups']).flatMap((group) => objects(group['versions']).map((version) => String(version['groupVersion'])));
  return [...core, ...groups];
}

/** The kinds of one APIResourceList; subresources stand there as entries `pods/log`. */
export function plainResources(document: JsonObject, apiVersion: string): readonly ApiResource[] {
  const entries = objects(document['resources']).map((entry) => ({ entry, name: String(entry['name']) }));
  return entries.filter(({ name }) => !name.includes('/')).map(({ entry, name }) => ({
    group: groupOf(apiVersion),
    version: versionOf(apiVersion),
    kind: String(entry['kind']),
    plural: name,
    namespaced: entry['namespaced'] === true,
    verbs: strings(entry['verbs']),
    shortNames: strings(entry['shortNames']),
    subresources: entries.filter((other) => other.name.startsWith(`${name}/`)).map((other) => other.name.slice(name.length + 1)),
  }));
}

function joined(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

function asObject(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
