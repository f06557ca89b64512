import type { Log } from '../services/log.ts';
import { defineExtensionPoint } from '../extension-point.ts';

/** How a source is reached, as the command line says it. */
export interface FetchOptions {
  /** A version or a range; undefined: the newest that is no pre-release. */
  readonly version: string | undefined;
  /** Address of a repository that the reference is a name in. */
  readonly repo: string | undefined;
  /** Pre-releases count too. */
  readonly devel: boolean;
  /** HTTP instead of HTTPS, for registries. */
  readonly plainHttp: boolean;
  readonly skipTlsVerify: boolean;
  readonly caFile: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

export interface FetchContext {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Bytes that an archive may have. */
  readonly limit: number;
}

/** The archive of a pack or chart. */
export interface FetchedPack {
  readonly bytes: Uint8Array;
  /** For messages and records: `oci://registry.example.com/charts/web:1.2.0`. Holds no credentials. */
  readonly shown: string;
  readonly version: string | undefined;
  /** `sha256:…` of {@link bytes}. */
  readonly digest: string;
}

/**
 * A place from which packs and charts are fetched. Files and folders of this machine go before all sources.
 *
 * Conformance: `@sherpack/plugin-kit` suite `pack-source`.
 */
export interface PackSource {
  /** Whether the reference, as far as its form says, is one of this source. Answers for any text, and asks nobody. */
  takes(reference: string, options: FetchOptions): Promise<boolean>;
  /**
   * Ends with the signal's reason when it aborts.
   *
   * @throws an error that names the reference without its credentials
   */
  fetch(reference: string, options: FetchOptions, context: FetchContext): Promise<FetchedPack>;
}

export const packSources = defineExtensionPoint<PackSource>('pack-source', 'source of packs');
