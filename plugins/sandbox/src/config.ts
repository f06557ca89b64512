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
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    sandbox?: SandboxConfig;
  }
}
