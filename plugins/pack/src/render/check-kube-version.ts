import type { Pack } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { isInRange, plainVersion } from '../manifest/version-range.ts';

/** @throws PACK_KUBE_VERSION when a pack does not fit the cluster */
export async function checkKubeVersion(packs: readonly Pack[], version: string): Promise<void> {
  for (const { metadata, path, locate } of packs) {
    const { kubeVersion } = metadata;
    if (kubeVersion === undefined || isInRange(plainVersion(version) ?? version, kubeVersion)) continue;
    throw errors.KUBE_VERSION(path, kubeVersion, version, await locate(['metadata', 'kubeVersion']));
  }
}
