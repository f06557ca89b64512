/** The section `sandbox` of the configuration. */
export interface SandboxConfig {
  /** Which sandbox is used; `default` unless given. */
  readonly name?: string;
  /** Folder that holds the sandboxes, one folder each. */
  readonly folder?: string;
  /** The version that the sandbox says it has. */
  readonly kubeVersion?: string;
  /** Whether Deployments make pods and so on. Default: true. */
  readonly controllers?: boolean;
  /** What an answered write survives: the end of Sherpack's process (default), or that of the machine too. */
  readonly durability?: 'process' | 'machine';
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    sandbox?: SandboxConfig;
  }
}
