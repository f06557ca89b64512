import { defineExtensionPoint } from '../extension-point.ts';

/**
 * A way to make records smaller. The key under which it is provided stands in what it has written, so it must be
 * provided for ever.
 *
 * Conformance: `@sherpack/plugin-kit` suite `compression`.
 */
export interface Compression {
  readonly name: string;
  /** The levels that `compress` understands; undefined: it has none. */
  readonly levels: { readonly lowest: number; readonly highest: number } | undefined;
  /** The level for so many bytes when nobody chooses one. */
  defaultLevel(bytes: number): number;
  /** The level for what is written anew soon, when a deployment is to begin rather than to be small. Missing: the lowest. */
  readonly quickLevel?: number;
  compress(data: Uint8Array, level: number): Promise<Uint8Array>;
  /**
   * @param limit bytes that the result may have: memory stays in proportion to it, whatever the data claims
   * @throws any error when the data is damaged, or its content is larger
   */
  decompress(data: Uint8Array, limit: number): Promise<Uint8Array>;
}

export const compressions = defineExtensionPoint<Compression>('compression', 'compression');
