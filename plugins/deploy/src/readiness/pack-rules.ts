import type { JsonObject, Manifest, Pack, ReadinessRule } from '@sherpack/plugin-api';
import { isObject, parseDuration } from '@sherpack/plugin-api';
import { allPacks } from '../pack-blocks.ts';
import type { PackRule } from './rule-book.ts';

/** The key of Pack.yaml. */
export const PACK_KEY = 'readiness';

/** The rules among the entries of that key; its schema is checked elsewhere. */
export function rulesOf(entries: readonly JsonObject[]): readonly PackRule[] {
  return entries.map(ruleOf);
}

export function ownRules({ manifest }: Pack): readonly PackRule[] {
  const list = manifest[PACK_KEY];
  return Array.isArray(list) ? rulesOf(list.filter(isObject)) : [];
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
