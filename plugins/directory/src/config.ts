/** The section `directory` of the configuration. */
export interface DirectoryConfig {
  /** Folder that the objects are written to; relative to the folder that the command runs in. */
  readonly path?: string;
  /** Version of Kubernetes that packs are rendered for. */
  readonly kubeVersion?: string;
  /** Custom kinds without namespace whose definition is not in the folder, as `Kind.group`. */
  readonly clusterScoped?: readonly string[];
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    directory?: DirectoryConfig;
  }
}
