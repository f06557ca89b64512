import type { Clock, KindRef, KubernetesObject, ObjectRef, ReadCluster } from '@sherpack/plugin-api';
import type { RuleBook } from './rule-book.ts';

/**
 * What the executor and the readiness rules know of one another. The executor writes, keeps the receipt and asks;
 * readiness follows the live objects and answers.
 */

/** What the server answered to our own write, or what the plan saw of an object that did not have to be written. */
export interface WriteReceipt {
  readonly uid: string | undefined;
  readonly generation: number | undefined;
  /** States that are not newer say nothing about the write. */
  readonly resourceVersion: string | undefined;
  /** False when the write left the object as it was, or when there was none: then the present state is enough. */
  readonly changed: boolean;
  /** The status in the answer, as text: whether it changes tells for kinds that do not say what they have seen. */
  readonly status?: string | undefined;
}

/**
 * - `ready`: it is, and it said so after our write
 * - `progressing`: nothing is wrong yet
 * - `failed`: it will not become ready by itself
 * - `unknown`: nothing tells; is said to people, never taken for ready in silence
 */
export type ReadinessState = 'ready' | 'progressing' | 'failed' | 'unknown';

/** `terminal`: fails now; `suspicious`: within a budget; `benign`: never. */
export type FailureClass = 'terminal' | 'suspicious' | 'benign';

/** One link of the chain from the object down to what is really wrong. */
export interface Cause {
  /** For people: `ReplicaSet shop/web-5d4f`, `container migrate`, `event FailedCreate`, `log`. */
  readonly what: string;
  readonly reason: string;
  readonly message: string;
}

export interface Verdict {
  readonly state: ReadinessState;
  /** For people: `2 of 3 replicas ready`. Free of secrets. */
  readonly reason: string;
  readonly class?: FailureClass | undefined;
  /** Outermost first. */
  readonly chain?: readonly Cause[] | undefined;
  /** Of something ready, what people should know all the same: `is paused: …`. Begins with a verb; the object is named before it. */
  readonly notice?: string | undefined;
  /** What to do next, in the imperative. */
  readonly hint?: string | undefined;
}

/** What is judged. */
export interface Subject {
  readonly ref: ObjectRef;
  /** As applied, with its annotations (`sherpack.io/ready-when` …); missing for objects that are not of the release. */
  readonly desired: KubernetesObject | undefined;
  readonly receipt: WriteReceipt | undefined;
  /** `complete`: a Job or Pod has to have run to its end, whatever flags say. */
  readonly goal: 'ready' | 'complete';
}

export interface AwaitOptions {
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** Told whenever the verdict's words change. */
  readonly onVerdict: (verdict: Verdict) => void;
  /** Whether something that the object declares to need is itself not ready yet: then crashes are only suspicious. */
  readonly needsAreStarting?: (() => boolean) | undefined;
}

/** Judges objects of one execution. Event-driven: every kind and namespace is watched once, by {@link LiveObjects}. */
export interface Readiness {
  /**
   * Waits for a verdict.
   *
   * @returns the first verdict that is not `progressing`; `progressing` itself when the deadline passed or the signal
   *   aborted, with the last reason
   */
  await(subject: Subject, options: AwaitOptions): Promise<Verdict>;
  /** Judges what is there now, once. */
  now(subject: Subject): Promise<Verdict>;
}

/** What `createReadiness` in create-readiness.ts gets. */
export interface ReadinessOptions {
  readonly cluster: ReadCluster;
  readonly clock: Clock;
  readonly objects: LiveObjects;
  /** Jobs have to complete too (`--wait-for-jobs`); without it only those whose goal is `complete`. */
  readonly jobs: boolean;
  /** Takes secret values out of the cluster's words. */
  readonly redact: (words: string) => string;
  /** Rules of Pack.yaml and plugins; without it only what annotations say. */
  readonly rules?: RuleBook | undefined;
}

export type Listener = (object: KubernetesObject | undefined) => void;

/** A kind in a namespace (missing: the whole cluster), narrowed by selectors. */
export interface KindScope extends KindRef {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** What a watch brings: all objects at its beginning and after a gap, then each change. */
export type KindListener = (objects: readonly KubernetesObject[], change: 'all' | 'set' | 'gone') => void;

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Narrows the watch; followers of one kind and namespace with different selectors have different watches. */
  readonly labelSelector?: string | undefined;
  /**
   * The uid of an object whose end is awaited, empty where it is not known: that it is not there must then be sure, for a
   * watch that began earlier may not have told yet that it was made.
   */
  readonly leaving?: string | undefined;
}

/** The live objects, followed by one watch for each kind and namespace. `createLiveObjects` in live-objects.ts. */
export interface LiveObjects {
  /**
   * Calls the listener with the object as it is (undefined: it is not there) and at every change, until the signal
   * aborts. A watch begins with the first follower of its kind and namespace.
   *
   * @returns resolves when the signal aborts
   * @throws what ends the watch: no right to watch, the server gone for good
   */
  follow(ref: ObjectRef, listener: Listener, options: FollowOptions): Promise<void>;
  /** The same for all objects of a kind; those known already are told at once. */
  followKind(scope: KindScope, listener: KindListener, options: { readonly signal: AbortSignal }): Promise<void>;
}
