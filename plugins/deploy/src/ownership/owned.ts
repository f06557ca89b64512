import type { InventoryEntry, KubernetesObject, Plan, PlanStep } from '@sherpack/plugin-api';
import { ANNOTATIONS } from '@sherpack/plugin-api';

/** Whether a live object is this release's. A record lost and made anew has another uid but the same name. */
export function isOwned(live: KubernetesObject, { release, releaseUid }: Plan): boolean {
  if (live.metadata.labels?.[ANNOTATIONS.releaseUid] === releaseUid) return true;
  const { annotations } = live.metadata;
  return annotations?.[ANNOTATIONS.releaseName] === release.name && annotations[ANNOTATIONS.releaseNamespace] === release.namespace;
}

/** Where Helm writes whose an object is. */
const HELM = Object.freeze({ name: 'meta.helm.sh/release-name', namespace: 'meta.helm.sh/release-namespace' });

/**
 * Whether an object came with a release that was taken over from Helm: it bears Helm's mark of exactly this release, and
 * the release's record knows it by its UID.
 */
export function isInherited({ metadata: { uid, annotations } }: KubernetesObject, { release }: Pick<Plan, 'release'>, inventory: readonly InventoryEntry[]): boolean {
  if (annotations?.[HELM.name] !== release.name || annotations[HELM.namespace] !== release.namespace) return false;
  return uid !== undefined && inventory.some((entry) => entry.uid === uid);
}

/** For the message that refuses it. */
export function ownerOf(live: KubernetesObject): string {
  const { annotations, labels } = live.metadata;
  const name = annotations?.[ANNOTATIONS.releaseName];
  if (name !== undefined) return `release "${name}" in namespace "${annotations?.[ANNOTATIONS.releaseNamespace] ?? ''}"`;
  const helm = annotations?.[HELM.name];
  if (helm !== undefined) return `the Helm release "${helm}" in namespace "${annotations?.[HELM.namespace] ?? ''}"`;
  const manager = labels?.[ANNOTATIONS.managedBy];
  return manager === undefined ? 'no release' : `"${manager}"`;
}

const MARK = ['metadata', 'labels', ANNOTATIONS.releaseUid];

/** Whether the step puts the release's mark on an object that bears another one or none. */
export function takesOver({ live, changes }: PlanStep): boolean {
  return live !== undefined && changes.some(({ path }) => path.length <= MARK.length && path.every((step, index) => step === MARK[index]));
}
