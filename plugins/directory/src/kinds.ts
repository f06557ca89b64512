import { builtinKinds } from '@sherpack/cluster-client/builtin-kinds';
import type { ApiResource, Discovery, JsonObject, KindRef, KubernetesObject, Log } from '@sherpack/plugin-api';
import { groupOf, isObject, versionOf } from '@sherpack/plugin-api';
import type { DirectoryConfig } from './config.ts';
import type { ObjectFiles } from './object-files.ts';

const DEFINITION = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };

/** Which kinds there are: those of Kubernetes, and those whose definitions are in the folder. */
export interface Kinds {
  discovery(): Promise<Discovery>;
  /** Other kinds are taken to exist; whether they have a namespace is a guess, and a warning says so. */
  resource(kind: KindRef): Promise<ApiResource>;
}

export interface KindsOptions {
  readonly files: Pick<ObjectFiles, 'list'>;
  readonly config: Pick<DirectoryConfig, 'clusterScoped'>;
  readonly log: Log;
}

export function createKinds({ files, config, log }: KindsOptions): Kinds {
  const builtin = builtinKinds();
  const warned = new Set<string>();

  async function defined(): Promise<readonly ApiResource[]> {
    return (await files.list(DEFINITION, 'cluster-wide')).flatMap(kindsOf);
  }

  function guess({ apiVersion, kind }: KindRef): ApiResource {
    const name = `${kind}.${groupOf(apiVersion)}`;
    const known = config.clusterScoped?.includes(name) === true;
    const resource = guessedResource(apiVersion, kind, !known && !soundsClusterScoped(kind));
    if (!known && !warned.has(name)) log.warn(guessWarning(name, resource.namespaced));
    warned.add(name);
    return resource;
  }

  return {
    async discovery() {
      const resources = [...builtin, ...(await defined())];
      return { resources, apiVersions: [...new Set(resources.map(({ group, version }) => (group === '' ? version : `${group}/${version}`)))] };
    },
    async resource(kind) {
      const find = (resources: readonly ApiResource[]) => resources.find((resource) => isKind(resource, kind));
      return find(builtin) ?? find(await defined()) ?? guess(kind);
    },
  };
}

function isKind(resource: ApiResource, { apiVersion, kind }: KindRef): boolean {
  return resource.kind === kind && resource.group === groupOf(apiVersion) && resource.version === versionOf(apiVersion);
}

function guessWarning(name: string, namespaced: boolean): string {
  const scope = namespaced ? 'to be in namespaces' : 'to be cluster-wide';
  return `the folder has no definition of ${name}; it is taken ${scope} (directory.clusterScoped in the configuration names the others)`;
}

/** ClusterIssuer, ClusterPolicy, ClusterSecretStore: the convention for cluster-wide kinds that have a namespaced sister. */
function soundsClusterScoped(kind: string): boolean {
  return /^Cluster[A-Z]/.test(kind) && kind !== 'ClusterServiceVersion';
}

function guessedResource(apiVersion: string, kind: string, namespaced: boolean): ApiResource {
  return {
    group: groupOf(apiVersion), version: versionOf(apiVersion), kind, plural: `${kind.toLowerCase()}s`, namespaced,
    verbs: [], shortNames: [], subresources: [],
  };
}

function kindsOf(definition: KubernetesObject): readonly ApiResource[] {
  const spec = member(definition, 'spec');
  const names = member(spec, 'names');
  const versions = Array.isArray(spec['versions']) ? spec['versions'].filter(isObject) : [];
  return versions.filter((version) => version['served'] !== false).map((version) => ({
    group: String(spec['group']),
    version: String(version['name']),
    kind: String(names['kind']),
    plural: String(names['plural']),
    namespaced: spec['scope'] !== 'Cluster',
    verbs: [],
    shortNames: Array.isArray(names['shortNames']) ? names['shortNames'].map(String) : [],
    subresources: Object.keys(member(version, 'subresources')),
  }));
}

function member(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isObject(value) ? value : {};
}
