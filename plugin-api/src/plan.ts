import type { KubernetesObject } from './kubernetes/object.ts';
import type { ManifestSource } from './manifests.ts';
import type { ObjectRef } from './kubernetes/object-ref.ts';
import type { Path } from './json.ts';
import type { Release } from './release.ts';

/**
 * - `create`, `update`: the object is written; `unchanged`: the cluster has it already
 * - `delete`: the release no longer has it; `keep`: it would be deleted, but its policy says keep
 * - `recreate`: deleted and created anew because a field cannot change in place
 */
export type PlanAction = 'create' | 'update' | 'unchanged' | 'delete' | 'keep' | 'recreate';

/** What is to be done when a step fails. `stop` leaves independent steps that have begun to finish. */
export type FailurePolicy = 'stop' | 'continue' | 'rollback';

/** One field that differs between the live object and the desired one. */
export interface FieldChange {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
  /** The value is secret: show that it differs, never what it is. */
  readonly secret: boolean;
}

/** The live object as the plan saw it. What is written is bound to it by these. */
export interface LiveBinding {
  readonly uid: string;
  readonly resourceVersion: string;
}

export interface ReadinessWish {
  readonly wait: boolean;
  /** Milliseconds; undefined means the operation's limit. */
  readonly timeout: number | undefined;
}

/** One object in the plan. */
export interface PlanStep {
  /** Unique in the plan; the key of the object's reference. */
  readonly id: string;
  readonly action: PlanAction;
  readonly ref: ObjectRef;
  /** What is to be applied; missing for deletions. */
  readonly desired: KubernetesObject | undefined;
  readonly live: LiveBinding | undefined;
  readonly changes: readonly FieldChange[];
  readonly source: ManifestSource | undefined;
  readonly secretPaths: readonly Path[];
  /** Ids of the steps that must be finished before. */
  readonly dependsOn: readonly string[];
  readonly wave: number;
  readonly ready: ReadinessWish;
  /** Why the step is what it is, when that is not obvious. */
  readonly reason: string | undefined;
}

/** What `apply` taps transform and the `deployer` executes. Nothing is written before it is complete. */
export interface Plan {
  readonly release: Release;
  /** The revision that the plan leads to. */
  readonly revision: number;
  /** Value of `sherpack.io/release-uid` on every object. */
  readonly releaseUid: string;
  readonly fieldManager: string;
  /**
   * What the plan rests on: the version of the release's head when nobody was at work on the release, `absent` without
   * a head. Missing while somebody was: what such a plan saw may be half done.
   */
  readonly restsOn?: string | undefined;
  /** Identity of the cluster (uid of kube-system); execution elsewhere is refused. */
  readonly cluster: string;
  readonly steps: readonly PlanStep[];
  readonly onFailure: FailurePolicy;
  /** Wait for every step to be ready, not only for those that others depend on. */
  readonly wait: boolean;
  readonly warnings: readonly string[];
}
