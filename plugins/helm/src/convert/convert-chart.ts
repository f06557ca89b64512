import type { JsonObject, Operations, Pack, TemplateTranslator } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Comparison } from './compare-rendering.ts';
import { compareAll } from './compare-all.ts';
import { packFiles } from './pack-files.ts';
import { tryTranslation } from './try-translation.ts';
import type { Left } from './translate-templates.ts';
import { isPartial } from './translate-templates.ts';
import { draftPack } from './write-pack.ts';
import type { Draft } from './write-pack.ts';

export interface ConvertOptions {
  readonly operations: Operations;
  readonly signal: AbortSignal;
  readonly namespace: string;
  /** Flags of the command line: values for the comparison. */
  readonly flags: JsonObject;
  /** Where the pack goes; undefined: it is only tried. */
  readonly target: string | undefined;
  readonly subcharts: boolean;
  readonly translator: TemplateTranslator | undefined;
}

/** What a conversion made of a chart. */
export interface Conversion {
  readonly chart: string;
  readonly name: string;
  readonly version: string;
  /** Undefined: nothing was written. */
  readonly path: string | undefined;
  readonly files: number;
  /** Templates in the other language, by their old paths. */
  readonly translated: readonly string[];
  /** Templates, definitions aside, that stay as they are. */
  readonly untranslated: readonly string[];
  readonly left: readonly Left[];
  readonly notes: readonly string[];
  readonly compared: readonly Comparison[];
}

/**
 * Makes a pack of a chart and renders both; only a pack that renders as the chart does is written.
 *
 * @throws HELM_NOT_A_CHART, HELM_EXISTS, HELM_WRITE_FAILED, HELM_CONVERSION_DIFFERS and what reading throws
 */
export async function convertChart(reference: string, options: ConvertOptions): Promise<Conversion> {
  const { pack: chart } = await options.operations.run({ kind: 'show', pack: reference, flags: options.flags }, { signal: options.signal });
  if (chart === undefined || !chart.files.has('Chart.yaml')) throw errors.NOT_A_CHART(reference);
  const { files, notes } = packFiles(chart, options);
  const draft = await draftPack(files, options.target);
  try {
    return await finish({ reference, chart, draft, files, notes, options });
  } finally {
    await draft.discard();
  }
}

interface Work {
  readonly reference: string;
  readonly chart: Pack;
  readonly draft: Draft;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly notes: readonly string[];
  readonly options: ConvertOptions;
}

async function finish({ reference, chart, draft, files, notes, options }: Work): Promise<Conversion> {
  const compare = (suffix: string) => compareAll({ reference, chart, folder: draft.folder, suffix, ...options });
  const plain = await compare('');
  const different = plain.find((each) => each.different.length > 0);
  if (different !== undefined) throw errors.CONVERSION_DIFFERS(different.values, different.different);
  const { translator } = options;
  const tried = translator === undefined ? undefined : await tryTranslation({ chart, draft, translator, compare: () => compare(translator.suffix) });
  await draft.publish();
  const templates = [...chart.files.keys()].filter((path) => path.startsWith('templates/') && !isPartial(path));
  return {
    chart: reference, name: chart.metadata.name, version: chart.metadata.version, path: options.target, files: files.size,
    translated: tried?.translated ?? [],
    untranslated: tried === undefined ? [] : templates.filter((path) => !tried.translated.includes(path)),
    left: tried?.left ?? [],
    notes,
    compared: tried?.compared ?? plain,
  };
}
