import type { JsonObject } from '@sherpack/plugin-api';

/** What Pack.yaml and the configuration can both say; the configuration wins, key by key. */
export interface StorageSettings {
  /** Key of the storage driver. Default: what suits the cluster. */
  readonly driver?: string;
  /** Key of the compression. Default: zstd. */
  readonly compression?: string;
  /** Default: the compression's own choice, by size. */
  readonly compressionLevel?: number;
  readonly chunking?: {
    /**
     * `auto` (default): what revisions share is stored once, in chunks, and what is small in the record; `true`: nothing
     * is stored in the record itself; `false`: every record is one entry, and one that does not fit is refused.
     */
    readonly enabled?: 'auto' | boolean;
    /** Default: 900KB; never more than the driver takes. */
    readonly maxChunkSize?: string | number;
  };
}

/** The section `storage` of the configuration. */
export interface StorageConfig extends StorageSettings {
  /**
   * Where the key lies that seals secrets in records: in a Secret beside the release, or in a file of the user. Default:
   * `cluster` where there are Secrets.
   */
  readonly key?: 'cluster' | 'file';
  /** Drivers that take a record which the first one refuses, in this order; an encrypted local file comes last. */
  readonly fallback?: readonly string[];
  readonly file?: {
    /** Folder in which the driver `file` keeps releases. */
    readonly path?: string;
  };
  readonly sql?: SqlConfig;
}

/** Options of the driver `sql`. */
export interface SqlConfig {
  /** `postgres://user@host/database?sslmode=verify-full` or `sqlite:/path/to/releases.db`. */
  readonly url?: string;
  /** Name of the environment variable that holds the password, so that no file does. */
  readonly passwordEnv?: string;
  /** Connections at once. Default: 4. */
  readonly poolSize?: number;
  /** File with the certificate of the authority that signed the server's. */
  readonly caFile?: string;
}

/** The options of one driver. */
export function driverOptions(config: StorageConfig | undefined, driver: string): JsonObject {
  const section = (config as Readonly<Record<string, unknown>> | undefined)?.[driver];
  return typeof section === 'object' && section !== null && !Array.isArray(section) ? (section as JsonObject) : {};
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    storage?: StorageConfig;
  }
}
