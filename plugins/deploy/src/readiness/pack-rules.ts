import type { Manifest, Pack, ReadinessRule } from '@sherpack/plugin-api';
import { isObject, parseDuration } from '@sherpack/plugin-api';
import type { PackRule } from './rule-book.ts';

/** The key of Pack.yaml. */
export const PACK_KEY = 'readiness';

/** The rules that a Pack.yaml brings, those of a pack before those of the packs that contain it. The schema of the key is checked elsewhere. */
export function packRules(pack: Pack | undefined): readonly PackRule[] {
  return pack === undefined ? [] : allPacks(pack).toReversed().flatMap(ownRules);
}

/** A pack and all below it, parents first. */
export function allPacks(pack: Pack): readonly Pack[] {
  return [pack, ...pack.subpacks.flatMap(allPacks)];
}

export function ownRules({ manifest }: Pack): readonly PackRule[] {
  const list = manifest[PACK_KEY];
  return Array.isArray(list) ? list.filter(isObject).map((entry) => ruleOf(entry)) : [];
}

function ruleOf({ settle, ...entry }: Readonly<Record<string, unknown>>): PackRule {
  const rule = entry as unknown as ReadinessRule & { readonly kind: string };
  return { ...rule, settle: typeof settle === 'string' ? parseDuration(settle) : undefined };
}

/** The pack that a rendered object came from, by the longest prefix. */
export function packOf(root: Pack, { source }: Manifest): Pack | undefined {
  const fitting = allPacks(root).filter(({ path }) => source.template.startsWith(`${path}/`));
  return fitting.toSorted((a, b) => b.path.length - a.path.length)[0];
}
