import type { ExtensionPoint, Extensions, VariantLoader } from '@sherpack/plugin-api';
import { nearMisses } from '@sherpack/schema/near-miss';
import { errors } from './errors.ts';
import type { PluginSource } from './kernel-host.ts';

interface Offer {
  readonly plugin: string;
  readonly load: VariantLoader<unknown>;
}

/** All variants by point and key: announced by manifests, delivered by set-ups. */
export interface ExtensionRegistry {
  provide(point: string, noun: string, key: string, offer: Offer): void;
  reader<Variant>(point: ExtensionPoint<Variant>): Extensions<Variant>;
}

/**
 * @param sources every enabled plugin
 * @param load sets a plugin up, so that it delivers what its manifest announces
 */
export function createExtensionRegistry(
  sources: readonly PluginSource[],
  load: (plugins: readonly string[]) => Promise<void>,
): ExtensionRegistry {
  const offers = new Map<string, Offer>();
  const idOf = (point: string, key: string) => `${point} ${key}`;

  function keys(point: string): readonly string[] {
    const delivered = [...offers.keys()].filter((id) => id.startsWith(`${point} `)).map((id) => id.slice(point.length + 1));
    return [...new Set([...sources.flatMap(({ manifest }) => manifest.extensions?.[point] ?? []), ...delivered])].toSorted();
  }

  async function find({ id, noun }: ExtensionPoint<unknown>, key: string): Promise<Offer> {
    const [announcer, second] = sources.filter(({ manifest }) => manifest.extensions?.[id]?.includes(key)).map(({ manifest }) => manifest.name);
    if (announcer !== undefined && second !== undefined) throw errors.PROVIDED_TWICE(`${noun} "${key}"`, announcer, second);
    if (!offers.has(idOf(id, key)) && announcer !== undefined) await load([announcer]);
    const offer = offers.get(idOf(id, key));
    if (offer !== undefined) return offer;
    if (announcer !== undefined) throw errors.VARIANT_INVALID(noun, key, announcer);
    throw errors.UNKNOWN_VARIANT(noun, key, nearMisses(key, keys(id), 2), keys(id));
  }

  async function get<Variant>(point: ExtensionPoint<Variant>, key: string): Promise<Variant> {
    const offer = await find(point, key);
    const module = await offer.load().catch((error: unknown) => {
      throw errors.VARIANT_INVALID(point.noun, key, offer.plugin, error);
    });
    if (module.default === undefined) throw errors.VARIANT_INVALID(point.noun, key, offer.plugin);
    return module.default as Variant;
  }

  return {
    provide(point, noun, key, offer) {
      const first = offers.get(idOf(point, key))?.plugin;
      if (first !== undefined) throw errors.PROVIDED_TWICE(`${noun} "${key}"`, first, offer.plugin);
      offers.set(idOf(point, key), offer);
    },
    reader: (point) => ({
      keys: () => keys(point.id),
      has: (key) => keys(point.id).includes(key),
      get: (key) => get(point, key),
    }),
  };
}
