export interface WebhookNotifierConfig {
  /** Where to send the message. */
  readonly url: string;
  /** Kinds of operations to tell about; default: install, upgrade, rollback, uninstall. */
  readonly operations?: readonly string[];
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    'webhook-notifier'?: WebhookNotifierConfig;
  }
}
