import type { JsonObject, Pack, Plan } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';

/** What the engine takes from Pack.yaml. It stays with the revision, so that going back to it judges as it was judged then. */
export interface PackBlocks {
  /** Entries of `readiness`: those of a pack before those of the packs that contain it. */
  readonly readiness: readonly JsonObject[];
  /** Entries of `ownership`. */
  readonly ownership: readonly JsonObject[];
  /** Policies of `waves`, by number. */
  readonly waves: JsonObject;
}

/** The key in `Plan.extra` and `Revision.extra`. */
const KEY = 'deploy';
/** The form in which the blocks stand there. */
const FORM = 1;

/** A pack and all below it, parents first. */
export function allPacks(pack: Pack): readonly Pack[] {
  return [pack, ...pack.subpacks.flatMap(allPacks)];
}

/** The same as `Plan.extra` keeps it; a pack that says nothing to the engine adds nothing to the record. */
export function extraOfPack(pack: Pack): JsonObject {
  const readiness = allPacks(pack).toReversed().flatMap(({ manifest }) => entriesOf(manifest['readiness']));
  const ownership = entriesOf(pack.manifest['ownership']);
  const waves = pack.manifest['waves'];
  const said = {
    ...(readiness.length === 0 ? {} : { readiness }),
    ...(ownership.length === 0 ? {} : { ownership }),
    ...(isObject(waves) ? { waves } : {}),
  };
  return Object.keys(said).length === 0 ? {} : { [KEY]: { form: FORM, ...said } };
}

export function blocksOf({ extra = {} }: Pick<Plan, 'extra'>): PackBlocks {
  const said = extra[KEY];
  if (!isObject(said) || said['form'] !== FORM) return NOTHING;
  const { waves } = said;
  return { readiness: entriesOf(said['readiness']), ownership: entriesOf(said['ownership']), waves: isObject(waves) ? waves : {} };
}

const NOTHING: PackBlocks = Object.freeze({ readiness: [], ownership: [], waves: {} });

/** Whether a later version has written them in a form that this one cannot read. */
export function isUnreadable(extra: JsonObject): boolean {
  const said = extra[KEY];
  return isObject(said) && said['form'] !== FORM;
}

function entriesOf(list: unknown): readonly JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
