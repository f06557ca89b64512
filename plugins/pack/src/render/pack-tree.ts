import type { Pack } from '@sherpack/plugin-api';

/** The pack and everything below it, the deepest first. */
export function allPacks(pack: Pack): readonly Pack[] {
  return [...pack.subpacks.flatMap(allPacks), pack];
}

/** The pack and everything below it, the pack itself first. */
export function topDown(pack: Pack): readonly Pack[] {
  return [pack, ...pack.subpacks.flatMap(topDown)];
}

/**
 * The packs whose partials a pack may use: libraries beside it and beside its parents, everything below it, and itself
 * last, so that its own definitions win.
 */
export function visibleFrom(pack: Pack, root: Pack): readonly Pack[] {
  const libraries = ancestors(pack, root).flatMap(({ subpacks }) => subpacks).filter(({ kind }) => kind === 'library').flatMap(allPacks);
  return [...new Set([...libraries, ...allPacks(pack)])].filter((each) => each !== pack).concat(pack);
}

function ancestors(pack: Pack, root: Pack): readonly Pack[] {
  if (pack === root) return [];
  const next = root.subpacks.find((subpack) => allPacks(subpack).includes(pack));
  return next === undefined ? [] : [root, ...ancestors(pack, next)];
}
