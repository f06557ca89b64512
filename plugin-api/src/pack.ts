import type { JsonObject, Path } from './json.ts';
import type { SourceLocation } from './error.ts';
import type { ValueLayer, ValueOrigin } from './values.ts';

export interface PackMetadata {
  readonly name: string;
  /** Strict semver. */
  readonly version: string;
  readonly appVersion?: string | undefined;
  readonly description?: string | undefined;
  readonly kubeVersion?: string | undefined;
  readonly home?: string | undefined;
  readonly icon?: string | undefined;
  readonly sources?: readonly string[] | undefined;
  readonly keywords?: readonly string[] | undefined;
  readonly maintainers?: readonly { readonly name: string; readonly email?: string; readonly url?: string }[] | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

export type PackKind = 'application' | 'library';

/** A file of a pack. Paths are relative to the pack's root with `/`. */
export interface PackFile {
  readonly path: string;
  readonly content: Uint8Array;
}

/** Which template engine renders the pack, and with which options. */
export interface EngineChoice {
  readonly name: string;
  readonly strict: boolean;
  readonly options: JsonObject;
}

/** What `dependencies:` in Pack.yaml says of one dependency; `resolve` taps turn it into a subpack. */
export interface DependencyDeclaration {
  readonly name: string;
  readonly version?: string | undefined;
  readonly repository?: string | undefined;
  readonly alias?: string | undefined;
  /** A dotted path into the values. */
  readonly condition?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
  /** Every other key, for the plugins that contribute it. */
  readonly extra: JsonObject;
}

/** A pack with everything below it. The value that `load` and `resolve` pass on. */
export interface Pack {
  /** As the user wrote it. */
  readonly reference: string;
  /** `web` for the root, `web/charts/cache` below it: the prefix of template names. */
  readonly path: string;
  /** `sherpack` or what a plugin reads besides: `helm`. */
  readonly format: string;
  readonly kind: PackKind;
  readonly metadata: PackMetadata;
  /** Pack.yaml as parsed, with the keys that plugins contribute. */
  readonly manifest: JsonObject;
  readonly engine: EngineChoice;
  /** Every file below the root but those of subpacks. */
  readonly files: ReadonlyMap<string, PackFile>;
  readonly dependencies: readonly DependencyDeclaration[];
  readonly subpacks: readonly Pack[];
  /** Name under which the parent's values address this pack. */
  readonly alias: string;
  readonly layers: readonly ValueLayer[];
  /** The merged values; empty until `resolve` has begun. */
  readonly values: JsonObject;
  /** Paths of the merged values that came from a secret. */
  readonly secretPaths: readonly Path[];
  /** The revision of the release that is rendered for, when a `load` tap knows it; templates see it. */
  readonly releaseRevision?: number | undefined;
  /** What templates see as `.Chart` where the pack is a chart of Helm. */
  readonly chart?: JsonObject | undefined;
  /** `sha256:…` over the files, independent of time stamps and archive form; worked out at the first call. */
  digest(): string;
  /** Where a value of {@link values} was written; parses the source a second time. */
  origin(path: Path): Promise<ValueOrigin | undefined>;
  /** Where a key of Pack.yaml stands. */
  locate(path: Path): Promise<SourceLocation | undefined>;
}
