declare const variantType: unique symbol;

/** Names a registry of variants, "one of many by key". Two tokens with the same id are the same point. */
export interface ExtensionPoint<Variant> {
  readonly id: string;
  /** What one variant is called in messages: `storage driver`. */
  readonly noun: string;
  /** Exists for the type checker only. */
  readonly [variantType]?: Variant;
}

export function defineExtensionPoint<Variant>(id: string, noun: string): ExtensionPoint<Variant> {
  return Object.freeze({ id, noun });
}

/** Loads the module of one variant; its default export is the variant. */
export type VariantLoader<Variant> = () => Promise<{ readonly default: Variant }>;

/** The reading side of an extension point. */
export interface Extensions<Variant> {
  /** All keys, sorted; those of plugins that are not loaded yet included. */
  keys(): readonly string[];
  has(key: string): boolean;
  /**
   * Loads the providing plugin and the variant.
   *
   * @throws KERNEL_UNKNOWN_VARIANT with the near misses
   */
  get(key: string): Promise<Variant>;
}
