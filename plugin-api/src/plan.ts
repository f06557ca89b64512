import type { HookPlan } from './hook-plan.ts';
import type { KubernetesObject } from './kubernetes/object.ts';
import type { ManifestSource } from './manifests.ts';
import type { ObjectRef } from './kubernetes/object-ref.ts';
import type { JsonObject, Path } from './json.ts';
import type { Release } from './release.ts';

/**
 * - `create`, `update`: the object is written; `unchanged`: the cluster has it already
 * - `delete`: the release no longer has it; `keep`: it would be deleted, but its policy says keep
 * - `recreate`: deleted and created anew because a field cannot change in place
 * - `run`: a hook is made, awaited and, by its policy, deleted
 */
export type PlanAction = 'create' | 'update' | 'unchanged' | 'delete' | 'keep' | 'recreate' | 'run';

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
  /** Counts changes of the spec; not every kind has it. */
  readonly generation?: number | undefined;
  /** Digest over what of the object matters to the release: its status and what autoscalers set do not. */
  readonly relevant?: string | undefined;
  /** Digest of each of those fields by path, in plans that will be compared. */
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

export interface ReadinessWish {
  readonly wait: boolean;
  /** Milliseconds; undefined means the operation's limit. */
  readonly timeout: number | undefined;
  /** What the object itself asks for. */
  readonly declared?: boolean | undefined;
}

/**
 * What something that is depended on must have come to.
 *
 * - `present`: it is written, or there; `ready`: and its status says so; `complete`: and it has run to its end
 * - `absent`: it is gone
 */
export type Milestone = 'present' | 'ready' | 'complete' | 'absent';

/** A declared dependency on another step, or with `wave:N` as id on the barrier of a wave. */
export interface StepDependency {
  readonly id: string;
  readonly until: Milestone;
}

/** A declared dependency on something that the plan does not touch. */
export interface OuterDependency {
  readonly object?: ObjectRef | undefined;
  readonly release?: Release | undefined;
  readonly until: Milestone;
}

/** What is done about a field that the release states and another manager owns. */
export type FieldOwnershipPolicy = 'take' | 'yield' | 'fail';

/** A field as the server prints its path, and the manager that owns it. */
export interface LeftField {
  readonly field: string;
  readonly manager: string;
}

/** How a write deals with the other managers of its object. */
export interface StepOwnership {
  /** Fields in conflict that are not left are taken over. */
  readonly force: boolean;
  /** Fields that are not sent, because their owners keep them. */
  readonly left: readonly LeftField[];
  /** What the pack no longer states and is still sent as it is, until somebody else owns it. */
  readonly held?: readonly string[] | undefined;
  /** Managers of tools that deployed the object before: what they own becomes the release's first. */
  readonly migrated?: readonly string[] | undefined;
  /** API versions that managers wrote in and the server no longer serves: it cannot read their fields until they are named anew. */
  readonly retired?: readonly string[] | undefined;
}

/** How an object is deleted that is made anew. */
export interface Recreation {
  /** What becomes of its dependents meanwhile: deleted before it, after it, or left to be adopted by the new one. */
  readonly propagation: 'foreground' | 'background' | 'orphan';
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
  /** What was declared; waves and references between objects are found from the steps themselves. */
  readonly dependsOn: readonly StepDependency[];
  readonly outer?: readonly OuterDependency[] | undefined;
  readonly wave: number;
  readonly ready: ReadinessWish;
  /** Overrides the plan's policy for this object. */
  readonly onFailure?: FailurePolicy | undefined;
  /** The object is a hook: how it runs. */
  readonly hook?: HookPlan | undefined;
  /** It belongs to the plan and is left for another run: its wave was not chosen. */
  readonly deferred?: boolean | undefined;
  /** Missing: every field is the release's own. */
  readonly ownership?: StepOwnership | undefined;
  /** Set when a field cannot change in place and the user lets the object be made anew. */
  readonly recreation?: Recreation | undefined;
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
  /** The plan looks at a part of the release only: what has no step stays on record as it is. */
  readonly partial?: boolean | undefined;
  /** Wait for every step to be ready, not only for those that others depend on. */
  readonly wait: boolean;
  readonly warnings: readonly string[];
  /** What plugins want to find again in the record of the revision, by plugin name. Of a rollback: what stands in the record that it goes back to. */
  readonly extra?: JsonObject | undefined;
}
