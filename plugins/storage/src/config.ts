import type { JsonObject } from '@sherpack/plugin-api';

/** The section `storage` of the configuration. */
export interface StorageConfig {
  /** Key of the storage driver. Default: what suits the cluster. */
  readonly driver?: string;
  readonly file?: {
    /** Folder in which the driver `file` keeps releases. */
    readonly path?: string;
  };
  /** Options of other drivers, by their key. */
  readonly [driver: string]: string | JsonObject | undefined;
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    storage?: StorageConfig;
  }
}
