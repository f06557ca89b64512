import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache.ts';
import { pinnedVersion } from './version.ts';

/** The four servers, by the name of their file. */
export const serverNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

export type ServerName = (typeof serverNames)[number];

/** A folder that holds the four servers. */
export interface Binaries {
  readonly folder: string;
  /** What `/version` must say; undefined for a folder given by the user, whose version is taken as it is. */
  readonly kubernetes?: string;
}

/** Where the built servers lie, whether they are there yet or not. */
export function builtFolder(): string {
  return cacheFolder('control-plane', pinnedVersion().key);
}

/** The servers that are missing in a folder. */
export function missingServers(folder: string): ServerName[] {
  return serverNames.filter((name) => !existsSync(join(folder, name)));
}
