import type { JsonObject, Path } from './json.ts';
import type { ObjectRef } from './kubernetes/object-ref.ts';
import type { PackMetadata } from './pack.ts';
import type { Release } from './release.ts';

/** Helm's words, so that scripts move over. */
export type RevisionStatus =
  | 'unknown' | 'deployed' | 'uninstalled' | 'superseded' | 'failed' | 'uninstalling'
  | 'pending-install' | 'pending-upgrade' | 'pending-rollback';

/** An object that a release has made or may have made. Written before the object is. */
export interface InventoryEntry {
  readonly ref: ObjectRef;
  /** Unknown until the object was seen; a create under way has none. */
  readonly uid?: string | undefined;
  /** The revision that brought the object into the release. */
  readonly revision: number;
  readonly state: 'pending' | 'applied' | 'deleting' | 'kept';
  /** Missing: 0. Removal goes through the waves the other way. */
  readonly wave?: number | undefined;
  /** Keys of the objects that it declared to depend on: they are removed after it. */
  readonly needs?: readonly string[] | undefined;
  /** A hook's object: not pruned while the pack has the hook. */
  readonly hook?: true | undefined;
}

/** A rendered object as stored. */
export interface StoredManifest {
  readonly template: string;
  readonly text: string;
  readonly crd?: boolean;
  readonly secretPaths?: readonly Path[];
}

/** One revision of a release: the value that `store` taps handle and drivers keep. */
export interface Revision {
  /** Version of this record's form, for readers of later versions. */
  readonly schema: 1;
  readonly release: Release;
  readonly revision: number;
  readonly releaseUid: string;
  readonly status: RevisionStatus;
  readonly description: string;
  /** RFC 3339. */
  readonly firstDeployed: string;
  readonly lastDeployed: string;
  readonly deleted?: string | undefined;
  readonly pack: PackMetadata & { readonly digest: string; readonly format: string };
  /** The merged values that templates saw. */
  readonly values: JsonObject;
  /** What the user gave on top of the pack's own. */
  readonly userValues: JsonObject;
  /** Paths in `values` and `userValues` of what came from a secret. Stores keep it encrypted. */
  readonly secretPaths?: readonly Path[] | undefined;
  readonly manifests: readonly StoredManifest[];
  readonly notes: string;
  readonly inventory: readonly InventoryEntry[];
  readonly labels: Readonly<Record<string, string>>;
  /** Identity of the cluster that it went to. */
  readonly cluster: string;
  /** The revision that a rollback went back to. */
  readonly rollbackOf?: number | undefined;
  /** Objects that were left on purpose for later waves; the revision is not whole before they are deployed. */
  readonly left?: number | undefined;
  /** Keys that plugins store with the revision, by plugin name. */
  readonly extra: JsonObject;
}

/** What lists show: no payload has to be read for it. */
export interface RevisionSummary {
  readonly release: Release;
  readonly revision: number;
  readonly status: RevisionStatus;
  readonly description: string;
  readonly updated: string;
  readonly packName: string;
  readonly packVersion: string;
  readonly appVersion: string;
  readonly labels: Readonly<Record<string, string>>;
}
