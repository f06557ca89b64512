export interface ShelfConfig {
  /** Where the archives are: `web-1.2.0.tgz`. */
  readonly folder: string;
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    shelf?: ShelfConfig;
  }
}
