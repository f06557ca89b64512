import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The Go module that pins all four servers. */
export const goFolder = fileURLToPath(new URL('../go', import.meta.url));

export interface PinnedVersion {
  /** Such as `1.36.4`: what the API server must report at /version. */
  readonly kubernetes: string;
  /** Names the cache folder. The hash is over go.mod, so that a changed dependency never meets old binaries. */
  readonly key: string;
}

/** Reads the version from go.mod, so that it is written in one place only. */
export function pinnedVersion(): PinnedVersion {
  const text = readFileSync(`${goFolder}/go.mod`, 'utf8');
  const kubernetes = /k8s\.io\/kubernetes v(\S+)/.exec(text)?.[1];
  if (kubernetes === undefined) throw new Error('go.mod of the control plane does not require k8s.io/kubernetes');
  return { kubernetes, key: `${kubernetes}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}` };
}
