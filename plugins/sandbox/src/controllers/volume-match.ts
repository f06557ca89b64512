import { readObject, readString, readStrings } from '../schemas/json-path.ts';
import { parseQuantity } from '../schemas/quantity.ts';
import type { KubeObject } from '../server/api-types.ts';
import { matchesLabelSelector } from '../server/selectors.ts';

/** The volume kept for a claim, or the smallest free one that fits it (volume/persistentvolume/index.go). */
export function findVolume(claim: KubeObject, volumes: readonly KubeObject[]): KubeObject | undefined {
  const reserved = volumes.find((volume) => isReservedFor(volume, claim));
  if (reserved) return reserved;
  const fitting = volumes.filter((volume) => readObject(volume, 'spec', 'claimRef') === undefined && fits(volume, claim));
  return fitting.toSorted((a, b) => Number(sizeOf(a) - sizeOf(b)))[0];
}

function isReservedFor(volume: KubeObject, claim: KubeObject): boolean {
  const reference = readObject(volume, 'spec', 'claimRef');
  if (reference?.['name'] !== claim.metadata.name || reference?.['namespace'] !== claim.metadata.namespace) return false;
  return reference?.['uid'] === undefined || reference['uid'] === claim.metadata.uid;
}

function fits(volume: KubeObject, claim: KubeObject): boolean {
  if (volume.metadata.deletionTimestamp !== undefined || readString(volume, 'status', 'phase') !== 'Available') return false;
  if ((readString(volume, 'spec', 'storageClassName') ?? '') !== (readString(claim, 'spec', 'storageClassName') ?? '')) return false;
  if ((readString(volume, 'spec', 'volumeMode') ?? 'Filesystem') !== (readString(claim, 'spec', 'volumeMode') ?? 'Filesystem')) return false;
  const selector = readObject(claim, 'spec', 'selector');
  if (selector && !matchesLabelSelector(selector, volume.metadata.labels)) return false;
  const offered = readStrings(volume, 'spec', 'accessModes');
  return readStrings(claim, 'spec', 'accessModes').every((mode) => offered.includes(mode)) && sizeOf(volume) >= amount(readString(claim, 'spec', 'resources', 'requests', 'storage'));
}

function sizeOf(volume: KubeObject): bigint {
  return amount(readString(volume, 'spec', 'capacity', 'storage'));
}

function amount(text: string | undefined): bigint {
  return parseQuantity(text ?? '0')?.nanos ?? 0n;
}
