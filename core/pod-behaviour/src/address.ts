import type { Pod } from './pod.ts';

/** Where the pretended node lives; `kubectl logs` must reach its log server there, so it is the loopback address. */
export const hostAddress = '127.0.0.1';

/** A pod's address: made from its uid, so that it stays the same without being stored. Two pods may share one. */
export function podAddress(pod: Pod): string {
  if (pod.spec.hostNetwork === true) return hostAddress;
  const hash = fnv1a(pod.metadata.uid ?? pod.metadata.name ?? '');
  return `10.244.${hash & 0xff}.${1 + ((hash >>> 8) % 254)}`;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}
