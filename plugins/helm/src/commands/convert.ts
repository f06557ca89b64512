import { basename, resolve } from 'node:path';
import type { Extensions, TemplateTranslator } from '@sherpack/plugin-api';
import { defineCommand } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { convertChart } from '../convert/convert-chart.ts';
import { knownTranslators } from '../convert/known-translators.ts';
import { conversionText } from '../convert/print-conversion.ts';
import { errors } from '../errors.ts';

export const command = defineCommand({
  description: 'Makes a pack of a chart. The templates stay Go templates, or are translated as far as that goes; chart and pack are rendered, and the pack is written only if both say the same.',
  arguments: [{ name: 'chart', description: 'Folder or archive of the chart', required: true, completes: 'file' }],
  options: {
    destination: { type: 'string', alias: ['o', 'd'], placeholder: 'FOLDER', description: 'The folder that becomes the pack; NAME-pack when it is left out' },
    to: { type: 'string', placeholder: 'ENGINE', default: 'gotemplate', description: 'Language of the templates: gotemplate keeps them, handlebars translates what it can and lists the rest' },
    subcharts: { type: 'boolean', description: 'Make packs of the charts inside too; they stay charts otherwise' },
    dryRun: { type: 'boolean', description: 'Write nothing; say what would become of the chart' },
    kubeVersion: { type: 'string', placeholder: 'VERSION', description: 'Version of Kubernetes that templates see in the comparison' },
    apiVersions: { type: 'string[]', placeholder: 'VERSION', description: 'Further API versions that templates see in the comparison' },
  },
  examples: [
    { command: 'sherpack convert ./web-chart -o web', does: 'writes the pack ./web' },
    { command: 'sherpack convert ./web-chart --to handlebars --dry-run', does: 'says which templates could be translated' },
    { command: 'sherpack convert web-1.2.0.tgz --to handlebars -f prod.yaml', does: 'compares with the values of production too' },
  ],
  uses: { translators: knownTranslators },
  async run({ args, options, flags, folder, global, operations, services, signal, terminal, print }) {
    const reference = args['chart'] ?? '.';
    const translator = await translatorFor(options.to, await services.translators());
    const target = options.dryRun === true ? undefined : resolve(folder, options.destination ?? `${nameOf(resolve(folder, reference))}-pack`);
    const conversion = await convertChart(reference, {
      operations, signal, namespace: global.namespace, flags, target, subcharts: options.subcharts === true, translator,
    });
    await print(conversion, () => terminal.write(conversionText(conversion)));
  },
});

async function translatorFor(engine: string, translators: Extensions<TemplateTranslator>): Promise<TemplateTranslator | undefined> {
  if (engine === 'gotemplate') return undefined;
  const known = ['gotemplate', ...translators.keys()];
  if (!translators.has(engine)) throw errors.TARGET_UNKNOWN(engine, known, nearMiss(engine, known));
  return translators.get(engine);
}

/** `web-1.2.0.tgz` → `web-1.2.0`. */
function nameOf(path: string): string {
  return basename(path).replace(/\.(tgz|tar\.gz)$/, '');
}
