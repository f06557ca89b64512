import type { Pack, TemplateTranslator } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import type { Comparison } from './compare-rendering.ts';
import { fileChanges, isPartial, translateTemplates } from './translate-templates.ts';
import type { Left, Translation } from './translate-templates.ts';
import type { Draft } from './write-pack.ts';

export interface TriedTranslation {
  readonly translated: readonly string[];
  readonly left: readonly Left[];
  readonly compared: readonly Comparison[];
}

export interface TryOptions {
  readonly chart: Pack;
  readonly draft: Draft;
  readonly translator: TemplateTranslator;
  /** Renders the draft beside the chart. */
  readonly compare: () => Promise<readonly Comparison[]>;
}

/**
 * Translates templates and renders them; every one that renders otherwise than before goes back to what it was. Without
 * a rendering to compare with nothing is translated.
 */
export async function tryTranslation(options: TryOptions): Promise<TriedTranslation> {
  const translation = translateTemplates(options.chart, options.translator);
  const candidates = [...translation.texts.keys()].filter((path) => !isPartial(path));
  const refused = new Map<string, string>();
  let outcome = await attempt(options, translation, refused);
  while ('faults' in outcome) {
    const faults = outcome.faults.size > 0 ? outcome.faults : await faultsOfEach(options, translation, candidates, refused);
    for (const [path, reason] of faults) refused.set(path, reason);
    outcome = await attempt(options, translation, refused);
  }
  const left = [...translation.left, ...[...refused].map(([file, reason]) => ({ file, line: 1, column: 1, reason }))];
  return { translated: candidates.filter((path) => !refused.has(path)), left, compared: outcome.compared };
}

type Refused = ReadonlyMap<string, string>;
type Outcome = { readonly compared: readonly Comparison[] } | { readonly faults: Refused };

async function attempt({ chart, draft, compare }: TryOptions, translation: Translation, refused: Refused): Promise<Outcome> {
  await draft.change(fileChanges(translation, chart, new Set(refused.keys())));
  const open = [...translation.texts.keys()].filter((path) => !refused.has(path) && !isPartial(path));
  try {
    const compared = await compare();
    const faults = new Map(compared.flatMap(({ values, different }) => different.flatMap((template) => faultIn(template, open, `says something else with ${values}`))));
    if (compared.every(({ failure }) => failure !== undefined)) return nothingToCompare(open, compared);
    return compared.every(({ different }) => different.length === 0) ? { compared } : { faults };
  } catch (error) {
    if (!isSherpackError(error) || open.length === 0) throw error;
    const all = error.others.length === 0 ? [error] : error.others;
    return { faults: new Map(all.flatMap(({ location, message }) => faultIn(location?.file ?? '', open, `cannot be rendered: ${message}`))) };
  }
}

function nothingToCompare(open: readonly string[], compared: readonly Comparison[]): Outcome {
  if (open.length === 0) return { compared };
  return { faults: new Map(open.map((path) => [path, 'cannot be compared: the chart needs values to be rendered; give them with -f or --set'])) };
}

function faultIn(template: string, open: readonly string[], reason: string): readonly (readonly [string, string])[] {
  const path = open.find((each) => template.endsWith(`/${each}`) || template.includes(`/${each}.`) || template === each);
  return path === undefined ? [] : [[path, reason]];
}

/** The fault lies in something that several templates use: each is tried by itself. */
async function faultsOfEach(options: TryOptions, translation: Translation, candidates: readonly string[], refused: Refused): Promise<Refused> {
  const open = candidates.filter((path) => !refused.has(path));
  const faults = new Map<string, string>();
  for (const path of open) {
    const others = new Map(candidates.filter((each) => each !== path).map((each) => [each, '']));
    const outcome = await attempt(options, translation, others);
    if ('faults' in outcome) faults.set(path, outcome.faults.get(path) ?? 'says something else, or a definition that it uses does');
  }
  return faults.size > 0 ? faults : new Map(open.map((path) => [path, 'says something else together with others']));
}
