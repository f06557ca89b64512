/** The section `pack` of the configuration; `config.schema.json` says the same. */
export interface PackConfig {
  /** Limits for reading packs, in bytes where they are sizes. */
  readonly limits?: {
    readonly fileSize?: number;
    readonly files?: number;
    readonly totalSize?: number;
    readonly ratio?: number;
  };
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    pack?: PackConfig;
  }
}
