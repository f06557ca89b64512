import type { Pack, TemplateSource, TemplateTranslator, TranslatedTemplate } from '@sherpack/plugin-api';

/** A place that is left in the language of the chart. */
export interface Left {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** Templates of a chart in another language, before anybody has tried them. */
export interface Translation {
  readonly suffix: string;
  /** What each file becomes, by its path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly left: readonly Left[];
}

/** Endings that a file needs to be a template of an engine that its suffix chooses. */
const ENDINGS = /\.(yaml|yml|json|txt|tpl)$/;

export function translateTemplates(chart: Pack, translator: TemplateTranslator): Translation {
  const translated = translator.translate({ templates: sourcesOf(chart), values: chart.layers[0]?.values ?? {}, options: chart.engine.options });
  const texts = translated.flatMap(({ name, text }) => (text === undefined ? [] : [[pathOf(name, chart), text] as const]));
  return { suffix: translator.suffix, texts: new Map(texts), left: translated.flatMap((template) => leftOf(template, chart)) };
}

function sourcesOf(chart: Pack): readonly TemplateSource[] {
  const files = [...chart.files.values()].filter(({ path }) => path.startsWith('templates/') && ENDINGS.test(path));
  return files.map(({ path, content }) => ({ name: `${chart.path}/${path}`, text: new TextDecoder().decode(content), partial: isPartial(path) }));
}

function leftOf({ name, problems }: TranslatedTemplate, chart: Pack): readonly Left[] {
  return problems.map(({ location: { line = 1, column = 1 }, reason }) => ({ file: pathOf(name, chart), line, column, reason }));
}

function pathOf(name: string, chart: Pack): string {
  return name.slice(chart.path.length + 1);
}

export function isPartial(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('_');
}

/**
 * What changes in the pack's folder when all texts but the `refused` ones are taken. Definitions stay in both languages
 * while somebody may need them in the first.
 */
export function fileChanges({ texts, suffix }: Translation, chart: Pack, refused: ReadonlySet<string>): ReadonlyMap<string, Uint8Array | undefined> {
  const changes = new Map<string, Uint8Array | undefined>();
  const taken = (path: string) => texts.has(path) && !refused.has(path);
  const templates = [...chart.files.values()].filter(({ path }) => path.startsWith('templates/'));
  const all = chart.subpacks.length === 0 && templates.every(({ path }) => taken(path));
  const some = templates.some(({ path }) => taken(path) && !isPartial(path));
  for (const { path, content } of templates) {
    const kept = !taken(path) || (isPartial(path) && !all);
    changes.set(path, kept ? content : undefined);
    const needed = taken(path) && (!isPartial(path) || some);
    if (texts.has(path)) changes.set(path + suffix, needed ? new TextEncoder().encode(texts.get(path)) : undefined);
  }
  return changes;
}
