import type { OwnershipRule } from './ownership/rules.ts';

/** The section `deploy` of the configuration; `config.schema.json` says the same. */
export interface DeployConfig {
  /** What is done about fields that other managers own. The first rule that fits decides, before those of a pack. */
  readonly ownership?: readonly OwnershipRule[];
}

declare module '@sherpack/plugin-api' {
  interface SherpackPluginConfig {
    deploy?: DeployConfig;
  }
}
