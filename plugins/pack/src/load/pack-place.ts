import type { Pack } from '@sherpack/plugin-api';

/** Every copy of a pack that later taps make keeps its map of files, so the place hangs on that. */
const places = new WeakMap<object, string>();

/** Remembers what people call the pack's folder or archive. */
export function rememberPlace(pack: Pack, shown: string): Pack {
  places.set(pack.files, shown);
  return pack;
}

/** The pack's folder or archive for messages; its path in the tree when another plugin has read it. */
export function placeOf(pack: Pick<Pack, 'files' | 'path'>): string {
  return places.get(pack.files) ?? pack.path;
}

/** What people call a file of a pack. */
export function shownFile(source: { readonly shown: string }, path: string): string {
  return source.shown === '.' ? path : `${source.shown.replace(/\/$/, '')}/${path}`;
}

/** A pack that lies inside of another one. */
export interface Inside {
  readonly name: string;
  readonly version: string;
  readonly shown: string;
}

const inside = new WeakMap<object, readonly Inside[]>();

/** Remembers what lies inside of a pack, also what does not take part, to explain what is missing. */
export function rememberInside(files: object, packs: readonly Inside[]): void {
  inside.set(files, packs);
}

export function insideOf({ files }: Pick<Pack, 'files'>): readonly Inside[] {
  return inside.get(files) ?? [];
}
