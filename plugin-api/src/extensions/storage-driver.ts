import type { ClusterAccess } from '../hooks.ts';
import type { JsonObject } from '../json.ts';
import type { Release } from '../release.ts';
import { defineExtensionPoint } from '../extension-point.ts';

/** Names a value of a release. `name`: `head`, `revision/N`, `blob/<digest>`, `journal/N`. */
export interface StorageKey {
  readonly release: Release;
  readonly name: string;
}

/**
 * Small texts beside a value that lists return without the value. Names: lower case, digits and `-`, at most 40
 * characters; values at most 63 characters of `[A-Za-z0-9._-]`, or anything up to 1 KiB if the name begins with `x-`.
 */
export type StorageMetadata = Readonly<Record<string, string>>;

export interface StorageEntry {
  readonly key: StorageKey;
  readonly metadata: StorageMetadata;
  /** Opaque; changes with every write of the value. */
  readonly version: string;
}

export interface StoredValue extends StorageEntry {
  readonly data: Uint8Array;
}

export interface PutCondition {
  /** `absent`: the value must not exist; else the version that it must have now. */
  readonly expect: 'absent' | { readonly version: string };
}

export interface StorageQuery {
  /** Undefined: all that the user may see. */
  readonly namespace?: string | undefined;
  readonly release?: string | undefined;
  /** Beginning of the entry's name: `revision/`. */
  readonly prefix?: string | undefined;
}

/**
 * Keeps values by key under compare-and-swap. Knows nothing of releases, encodings and chunks: those stand above.
 *
 * Conformance: `@sherpack/plugin-kit` suite `storage-driver`.
 */
export interface StorageDriver {
  readonly name: string;
  /** Bytes that one value may hold; undefined: no limit. */
  readonly maxValueBytes: number | undefined;
  /** Who sets that limit, in words, for errors: `the API server takes 1,048,576 bytes in a Secret`. */
  readonly serverLimit?: string | undefined;
  get(key: StorageKey): Promise<StoredValue | undefined>;
  /** Without payloads; sorted by namespace, release and name. */
  list(query: StorageQuery): Promise<readonly StorageEntry[]>;
  /**
   * Writes the value whole or not at all.
   *
   * @returns the new version
   * @throws an error with code STORAGE_CONFLICT when the condition does not hold: of several writers one wins
   */
  put(key: StorageKey, data: Uint8Array, metadata: StorageMetadata, condition: PutCondition): Promise<string>;
  /** True if it was there. With a condition it may throw STORAGE_CONFLICT. */
  delete(key: StorageKey, condition?: { readonly version: string }): Promise<boolean>;
  close(): Promise<void>;
}

export interface StorageContext {
  readonly access: ClusterAccess;
  /** The driver's own options from the configuration, `storage.<driver>`. */
  readonly options: JsonObject;
  /** The store will only be read. */
  readonly readOnly: boolean;
}

/** What a driver module exports by default. */
export interface StorageDriverFactory {
  open(context: StorageContext): Promise<StorageDriver>;
}

export const storageDrivers = defineExtensionPoint<StorageDriverFactory>('storage-driver', 'storage driver');
