import { cluster } from './cluster.ts';
import { jobs } from './jobs.ts';
import type { Judge } from './judge.ts';
import { network } from './network.ts';
import { storage } from './storage.ts';
import { workloads } from './workloads.ts';

const TABLE: Readonly<Record<string, Judge>> = Object.freeze({ ...workloads, ...jobs, ...storage, ...network, ...cluster });

/** The rule of a kind of Kubernetes itself, by `group/Kind`. */
export function builtInJudge(kind: string): Judge | undefined {
  return Object.hasOwn(TABLE, kind) ? TABLE[kind] : undefined;
}
