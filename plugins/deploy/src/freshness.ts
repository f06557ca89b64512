import type { KubernetesObject, LiveBinding } from '@sherpack/plugin-api';
import type { WriteReceipt } from './readiness/contract.ts';

export function receiptOf({ metadata: { uid, generation, resourceVersion } }: KubernetesObject, before: LiveBinding | undefined): WriteReceipt {
  return { uid, generation, resourceVersion, changed: before === undefined || before.resourceVersion !== resourceVersion };
}

/** @returns why the object as seen must not be judged yet, undefined when it may be */
export function whyStale({ metadata }: KubernetesObject, written: Omit<WriteReceipt, 'changed'> | undefined): string | undefined {
  if (written === undefined) return undefined;
  if (written.uid !== undefined && metadata.uid !== written.uid) return 'another object has taken its name';
  if (metadata.generation !== undefined && metadata.generation < (written.generation ?? 0)) return 'the change has not been seen yet';
  return isOlder(metadata.resourceVersion, written.resourceVersion) ? 'the change has not been seen yet' : undefined;
}

/** Versions of one object grow (Kubernetes API conventions since 1.35; true of etcd ever since); other texts tell nothing. */
function isOlder(seen: string | undefined, written: string | undefined): boolean {
  if (!isNumber(seen) || !isNumber(written)) return false;
  return BigInt(seen) < BigInt(written);
}

function isNumber(version: string | undefined): version is string {
  return version !== undefined && /^\d+$/.test(version);
}
