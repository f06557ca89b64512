import type { JsonObject, Path } from '../json.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ObjectRef } from '../kubernetes/object-ref.ts';
import { defineService } from '../service.ts';

/** What an operation may do to a cluster. Each mode includes the ones before it. */
export type ClusterMode = 'none' | 'read' | 'dry-run' | 'write';

/** Who and what answers. */
export interface ClusterIdentity {
  /** UID of the namespace kube-system, or what stands for it. */
  readonly uid: string;
  /** For people: the server's address or the folder. */
  readonly server: string;
  /** For example `v1.36.4`. */
  readonly version: string;
}

/** A kind as discovery describes it. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
  readonly subresources: readonly string[];
}

export interface Discovery {
  /** Every kind in every version served. */
  readonly resources: readonly ApiResource[];
  /** `group/version` of everything served, core as `v1`. */
  readonly apiVersions: readonly string[];
}

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ListOptions extends ReadOptions {
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Only `metadata` is fetched. */
  readonly metadataOnly?: boolean | undefined;
}

export interface ObjectList {
  readonly items: readonly KubernetesObject[];
  readonly resourceVersion: string;
}

export type WatchEvent =
  | { readonly type: 'added' | 'modified' | 'deleted'; readonly object: KubernetesObject }
  /** The list began anew (410): what was known before is void, and these are all the objects. */
  | { readonly type: 'reset'; readonly items: readonly KubernetesObject[] }
  | { readonly type: 'bookmark'; readonly resourceVersion: string };

export interface WatchOptions extends ListOptions {
  /** Where to go on; without it the watch begins with a `reset`. */
  readonly resourceVersion?: string | undefined;
}

export interface WaitOptions extends ReadOptions {
  /** Milliseconds. */
  readonly timeout: number;
}

/** The kind of a list or watch. */
export type KindRef = Pick<ObjectRef, 'apiVersion' | 'kind'>;

export interface LogOptions extends ReadOptions {
  readonly container?: string | undefined;
  readonly tailLines?: number | undefined;
  readonly previous?: boolean | undefined;
}

/** Reading. Never changes anything, by type. */
export interface ReadCluster {
  /** The key of the variant: kubernetes, sandbox, directory, … */
  readonly variant: string;
  /** The storage driver that suits this cluster when nobody chooses. */
  readonly defaultStorage: string;
  /** Whether objects have a life of their own here; without it `--wait` is refused. */
  readonly observable: boolean;
  /** The namespace that the user's context names. */
  readonly namespace: string;
  identity(options?: ReadOptions): Promise<ClusterIdentity>;
  /** Cached; `refresh` after new kinds were made. */
  discovery(options?: ReadOptions & { readonly refresh?: boolean }): Promise<Discovery>;
  /** The kind's description, looked up anew once if it is unknown. */
  resource(kind: KindRef, options?: ReadOptions): Promise<ApiResource | undefined>;
  /** The OpenAPI v3 document of a group version. */
  openapi(apiVersion: string, options?: ReadOptions): Promise<JsonObject | undefined>;
  /** Undefined when there is none; other failures throw. */
  get(ref: ObjectRef, options?: ReadOptions): Promise<KubernetesObject | undefined>;
  /** All pages of one consistent list. */
  list(kind: KindRef, options?: ListOptions): Promise<ObjectList>;
  /** Ends when the signal aborts; reconnects by itself. */
  watch(kind: KindRef, options?: WatchOptions): AsyncIterable<WatchEvent>;
  /**
   * Resolves as soon as `condition` holds for the object (undefined: it is not there).
   *
   * @throws CLUSTER_WAIT_TIMEOUT
   */
  waitFor(ref: ObjectRef, condition: (object: KubernetesObject | undefined) => boolean, options: WaitOptions): Promise<KubernetesObject | undefined>;
  logs(pod: ObjectRef, options?: LogOptions): Promise<string>;
}

export interface WriteOptions extends ReadOptions {
  /** Fields of the object that hold a secret, besides the content of a Secret: no error and no warning quotes them. */
  readonly secretPaths?: readonly Path[] | undefined;
  /** The field manager; required for apply. */
  readonly fieldManager?: string | undefined;
}

export interface ApplyOptions extends WriteOptions {
  readonly fieldManager: string;
  /** Take fields over from other managers. */
  readonly force?: boolean | undefined;
}

export interface DeleteOptions extends ReadOptions {
  readonly propagation?: 'background' | 'foreground' | 'orphan' | undefined;
  /** The object is deleted only if it is still this one. */
  readonly uid?: string | undefined;
  readonly resourceVersion?: string | undefined;
  readonly gracePeriodSeconds?: number | undefined;
  /** Told when the answer shows that the object is still there, held by finalizers or its dependents. */
  readonly onHeld?: ((object: KubernetesObject) => void) | undefined;
}

export type PatchType = 'merge' | 'json' | 'strategic';

/** What a write answers: the object as the server has it now, and its warnings. */
export interface WriteResult {
  readonly object: KubernetesObject;
  readonly warnings: readonly string[];
}

/** The writing verbs. All of them refuse with a `CLUSTER_…` error that keeps the server's Status as data. */
export interface ClusterVerbs {
  create(object: KubernetesObject, options?: WriteOptions): Promise<WriteResult>;
  /** Server-side apply with strict field validation. */
  apply(object: KubernetesObject, options: ApplyOptions): Promise<WriteResult>;
  /** PUT; `metadata.resourceVersion`, when there, is a precondition. */
  replace(object: KubernetesObject, options?: WriteOptions): Promise<WriteResult>;
  patch(ref: ObjectRef, type: PatchType, body: unknown, options?: WriteOptions & { readonly subresource?: string }): Promise<WriteResult>;
  /** False when there was nothing to delete. */
  delete(ref: ObjectRef, options?: DeleteOptions): Promise<boolean>;
}

/** Every write is a dry run: the server answers, nothing stays. */
export interface DryRunCluster extends ReadCluster {
  readonly dryRun: ClusterVerbs;
}

export interface WriteCluster extends DryRunCluster, ClusterVerbs {
  /** Ends connections and watches. */
  close(): Promise<void>;
}

export interface ClusterViews {
  readonly read: ReadCluster;
  readonly 'dry-run': DryRunCluster;
  readonly write: WriteCluster;
}

/** Which cluster, as flags and configuration say. */
export interface ClusterSelection {
  readonly variant?: string | undefined;
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly namespace?: string | undefined;
  readonly as?: string | undefined;
  readonly asGroups?: readonly string[] | undefined;
  /** Bearer token, server address, CA file, TLS server name, insecure: Helm's `--kube-…` flags. */
  readonly overrides?: Readonly<Record<string, string>> | undefined;
}

/** Connections, made on demand and shared for the same selection. */
export interface Clusters {
  connect(selection?: ClusterSelection): Promise<WriteCluster>;
}

export const clusters = defineService<Clusters>('clusters');
