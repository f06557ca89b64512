import type { Operation, ReadCluster, TemplateContext } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { listOf } from '../values/flag-layers.ts';

export type Capabilities = TemplateContext['capabilities'];

/** What templates are told without a cluster: the versions that Helm 4 assumes. */
const DEFAULT_VERSION = 'v1.36.0';
const DEFAULT_GROUPS: Readonly<Record<string, readonly string[]>> = {
  '': ['v1'],
  'admissionregistration.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
  'apiextensions.k8s.io': ['v1', 'v1beta1'],
  apps: ['v1', 'v1beta1', 'v1beta2'],
  'authentication.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
  'authorization.k8s.io': ['v1', 'v1beta1'],
  autoscaling: ['v1', 'v2'],
  batch: ['v1', 'v1beta1'],
  'certificates.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
  'coordination.k8s.io': ['v1', 'v1alpha2', 'v1beta1'],
  'discovery.k8s.io': ['v1', 'v1beta1'],
  'events.k8s.io': ['v1', 'v1beta1'],
  extensions: ['v1beta1'],
  'flowcontrol.apiserver.k8s.io': ['v1', 'v1beta1', 'v1beta2', 'v1beta3'],
  'internal.apiserver.k8s.io': ['v1alpha1'],
  'networking.k8s.io': ['v1', 'v1beta1'],
  'node.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
  policy: ['v1', 'v1beta1'],
  'rbac.authorization.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
  'resource.k8s.io': ['v1', 'v1alpha3', 'v1beta1', 'v1beta2'],
  'scheduling.k8s.io': ['v1', 'v1alpha2', 'v1beta1'],
  'storage.k8s.io': ['v1', 'v1alpha1', 'v1beta1'],
  'storagemigration.k8s.io': ['v1beta1'],
};

/**
 * The Kubernetes version and kinds that templates are rendered for: the cluster's, or defaults without one. The flags
 * `--kube-version` and `--api-versions` go before both.
 *
 * @throws PACK_KUBE_VERSION_FLAG
 */
export async function capabilitiesOf(cluster: ReadCluster | undefined, { flags }: Pick<Operation, 'flags'>): Promise<Capabilities> {
  const base = cluster === undefined ? { version: DEFAULT_VERSION, apiVersions: defaultVersions() } : await discovered(cluster);
  const wanted = (flags as { readonly kubeVersion?: unknown }).kubeVersion;
  const added = listOf((flags as { readonly apiVersions?: unknown }).apiVersions).flatMap((text) => text.split(','));
  return {
    kubeVersion: described(typeof wanted === 'string' && wanted !== '' ? flagVersion(wanted) : base.version),
    apiVersions: [...new Set([...base.apiVersions, ...added.filter((text) => text !== '')])].toSorted(),
  };
}

function defaultVersions(): readonly string[] {
  return Object.entries(DEFAULT_GROUPS).flatMap(([group, versions]) => versions.map((version) => (group === '' ? version : `${group}/${version}`)));
}

async function discovered(cluster: ReadCluster): Promise<{ readonly version: string; readonly apiVersions: readonly string[] }> {
  const [{ version }, { apiVersions, resources }] = await Promise.all([cluster.identity(), cluster.discovery()]);
  const kinds = resources.map(({ group, version: served, kind }) => (group === '' ? `${served}/${kind}` : `${group}/${served}/${kind}`));
  return { version, apiVersions: [...apiVersions, ...kinds] };
}

/** As it was given, with what a provider adds to it: `1.29.3-gke.5`. */
function flagVersion(text: string): string {
  if (!/^v?\d+\.\d/.test(text)) throw errors.KUBE_VERSION_FLAG(text);
  return text.startsWith('v') ? text : `v${text}`;
}

function described(version: string): Capabilities['kubeVersion'] {
  const [, major = '', minor = ''] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return { version, major, minor };
}
