import type { ServiceGetters, ServiceToken, Uses } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { PluginSource } from './kernel-host.ts';

interface Provider {
  readonly plugin: string;
  readonly create: () => unknown;
  instance?: Promise<unknown>;
}

/** Services by token. Whoever asks gets what it declared, and nothing else. */
export interface ServiceContainer {
  provide(plugin: string, token: ServiceToken<unknown>, create: () => unknown): void;
  get<Service>(token: ServiceToken<Service>, asker: string): Promise<Service>;
  getters<Used extends Uses>(uses: Used, asker: string): ServiceGetters<Used>;
}

/**
 * @param sources every enabled plugin
 * @param load sets a plugin up, so that it provides what its manifest announces
 */
export function createServiceContainer(
  sources: readonly PluginSource[],
  load: (plugins: readonly string[]) => Promise<void>,
): ServiceContainer {
  const providers = new Map<string, Provider>();

  async function get<Service>({ id }: ServiceToken<Service>, asker: string): Promise<Service> {
    if (!providers.has(id)) await load(announcers(id));
    const provider = providers.get(id);
    if (provider === undefined) throw errors.SERVICE_MISSING(id, asker);
    provider.instance ??= Promise.resolve().then(provider.create);
    return (await provider.instance) as Service;
  }

  function announcers(id: string): readonly string[] {
    const named = sources.filter(({ manifest }) => manifest.services?.includes(id)).map(({ manifest }) => manifest.name);
    if (named.length > 0) return named;
    // Plugins without a full manifest say only by being set up what they provide.
    return sources.filter(({ manifest }) => manifest.plugin === '').map(({ manifest }) => manifest.name);
  }

  return {
    provide(plugin, { id }, create) {
      const first = providers.get(id)?.plugin;
      if (first !== undefined) throw errors.PROVIDED_TWICE(`service "${id}"`, first, plugin);
      providers.set(id, { plugin, create });
    },
    get,
    getters<Used extends Uses>(uses: Used, asker: string) {
      const entries = Object.entries(uses).map(([name, token]) => [name, () => get(token, asker)]);
      return Object.freeze(Object.fromEntries(entries)) as ServiceGetters<Used>;
    },
  };
}
