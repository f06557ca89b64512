import type { KubernetesObject } from '@sherpack/plugin-api';
import type { WriteReceipt } from './contract.ts';
import type { Condition } from './object-status.ts';
import { observedGeneration } from './object-status.ts';

/** What must be known of an object to see whether a write has changed it. */
export type Before = Pick<WriteReceipt, 'uid' | 'resourceVersion'> & { readonly generation?: number | undefined };

/**
 * What is kept of the server's answer to a write.
 *
 * @param before the object as it was, where there was one
 */
export function receiptOf(object: KubernetesObject, before: Before | undefined): WriteReceipt {
  const { uid, generation, resourceVersion } = object.metadata;
  const receipt = { uid, generation, resourceVersion };
  return isChange(before, receipt) ? { ...receipt, changed: true, status: statusText(object) } : { ...receipt, changed: false };
}

/**
 * Whether a write changed anything that a controller would act on: by the generation, which counts changes of the spec,
 * and where a kind has none, or it is not known, by the version.
 */
export function isChange(before: Before | undefined, after: Before): boolean {
  if (before === undefined || before.uid !== after.uid) return true;
  if (before.generation !== undefined && after.generation !== undefined) return before.generation !== after.generation;
  return before.resourceVersion !== after.resourceVersion;
}

/** The status as text, to see whether it has changed. Integers beyond 2^53 are bigints, which JSON does not know. */
export function statusText(object: KubernetesObject): string {
  return JSON.stringify(object['status'] ?? null, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** @returns why the object as seen must not be judged yet, undefined when it may be */
export function whyStale(object: KubernetesObject, receipt: WriteReceipt | undefined): string | undefined {
  const { uid, generation, resourceVersion, deletionTimestamp } = object.metadata;
  if (receipt?.uid !== undefined && uid !== receipt.uid) return 'another object has taken its name';
  if (generation !== undefined && generation < (receipt?.generation ?? 0)) return 'the change has not been seen yet';
  if (isOlder(resourceVersion, receipt?.resourceVersion)) return 'the change has not been seen yet';
  if (deletionTimestamp !== undefined) return 'it is being deleted';
  const observed = observedGeneration(object);
  if (observed !== undefined && observed < (generation ?? 0)) return 'the controller has not seen the change yet';
  return undefined;
}

/** Versions of one object grow (Kubernetes API conventions since 1.35; true of etcd ever since); other texts tell nothing. */
function isOlder(seen: string | undefined, written: string | undefined): boolean {
  if (!isNumber(seen) || !isNumber(written)) return false;
  return BigInt(seen) < BigInt(written);
}

function isNumber(version: string | undefined): version is string {
  return version !== undefined && /^\d+$/u.test(version);
}

/**
 * Whether the status that is judged was written after our own write, by a controller that had seen it:
 *
 * - `confirmed`: by the generation that the object or the conditions name, by a status that has changed since, or because
 *   there was nothing to see
 * - `outdated`: the conditions name an older generation
 * - `untold`: nothing tells; the status may be that of before
 *
 * @param deciding the conditions that the judgement rests on
 */
export function confirmationOf(object: KubernetesObject, receipt: WriteReceipt | undefined, deciding: readonly Condition[]): 'confirmed' | 'outdated' | 'untold' {
  const generation = object.metadata.generation ?? 0;
  if (observedGeneration(object) !== undefined) return 'confirmed';
  const told = deciding.flatMap((condition) => condition.observedGeneration ?? []);
  if (told.length > 0) return Math.min(...told) >= generation ? 'confirmed' : 'outdated';
  if (receipt === undefined || !receipt.changed) return 'confirmed';
  return receipt.status !== undefined && receipt.status !== statusText(object) ? 'confirmed' : 'untold';
}
