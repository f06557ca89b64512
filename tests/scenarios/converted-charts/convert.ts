import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import handlebarsTranslator from '@sherpack/engine-gotemplate/translators/handlebars';
import gotemplate from '@sherpack/engine-gotemplate/plugin';
import handlebars from '@sherpack/engine-handlebars/plugin';
import helm from '@sherpack/plugin-helm/plugin';
import pack from '@sherpack/plugin-pack/plugin';
import type { JsonObject } from '@sherpack/plugin-api';
import { createTestHost } from '@sherpack/plugin-kit/test-host';
import { convertChart } from '../../../plugins/helm/src/convert/convert-chart.ts';
import type { Conversion } from '../../../plugins/helm/src/convert/convert-chart.ts';

/** The plugins that read and render charts and packs. */
export const host = createTestHost({ plugins: [pack, helm, gotemplate, handlebars] });

export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sherpack-convert-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'chart', path)), { recursive: true });
    writeFileSync(join(folder, 'chart', path), text);
  }
  return folder;
}

/** Makes the pack `pack` of the chart `chart` in the folder. */
export function convert(folder: string, flags: JsonObject, options: { readonly subcharts?: boolean; readonly to?: 'handlebars' } = {}): Promise<Conversion> {
  const { operations } = host.kernel;
  return convertChart(join(folder, 'chart'), {
    operations, flags, signal: new AbortController().signal, namespace: 'default', target: join(folder, 'pack'),
    subcharts: options.subcharts === true, translator: options.to === undefined ? undefined : handlebarsTranslator,
  });
}

/** What a chart or pack renders: source, then text or, to compare across engines, the object. */
export async function rendered(path: string, flags: JsonObject, as: 'text' | 'object'): Promise<readonly unknown[]> {
  const { manifests } = await host.run('lint', { pack: path, flags, release: { name: 'demo', namespace: 'shop' } });
  const all = [...manifests?.crds ?? [], ...manifests?.objects ?? []];
  return [...all.map(({ source, text, object }) => [source.template.replace(/\.hbs$/, ''), as === 'text' ? text : object]), manifests?.notes];
}
