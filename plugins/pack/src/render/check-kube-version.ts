import type { Pack } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { formatOf } from '../load/pack-format.ts';
import { isInRange, plainVersion } from '../manifest/version-range.ts';

/** @throws PACK_KUBE_VERSION when a pack does not fit the cluster */
export async function checkKubeVersion(packs: readonly Pack[], version: string): Promise<void> {
  const plain = plainVersion(version) ?? version;
  for (const pack of packs) {
    const { metadata: { kubeVersion }, path, locate } = pack;
    const fits = formatOf(pack)?.isInRange ?? isInRange;
    if (kubeVersion === undefined || fits(plain, kubeVersion)) continue;
    throw errors.KUBE_VERSION(path, kubeVersion, version, await locate(['metadata', 'kubeVersion']));
  }
}
