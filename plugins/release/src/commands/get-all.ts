import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { hooksText, manifestText, notesText, valuesFor, valuesText } from '../get-text.ts';
import { releaseDocument } from '../helm-json.ts';
import { printRelease } from '../print-release.ts';
import { getArguments, getOptions, readForGet, showSecretsOption } from '../read-for-get.ts';

export const command = defineCommand({
  description: 'Shows all that is stored of a release.',
  arguments: getArguments,
  options: {
    ...getOptions,
    ...showSecretsOption,
    template: { type: 'string', hidden: true, description: '', refused: 'Sherpack runs no Go templates here. Use -o json and cut it with jq.' },
  },
  examples: [
    { command: 'sherpack get all web', does: 'shows everything on record of a release' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { options, services, terminal } = context;
    const revision = await readForGet(context, services.releaseStores(), options.revision);
    const showSecrets = options.showSecrets === true;
    const document = { ...releaseDocument(revision), values: valuesFor(revision, { all: true, showSecrets }), hooks: hooksText(revision, { showSecrets }) };
    return context.print(document, () => {
      printRelease(terminal, revision, { notes: false });
      terminal.write(`CHART: ${revision.pack.name}\nVERSION: ${revision.pack.version}\nAPP_VERSION: ${revision.pack.appVersion ?? ''}\n`);
      terminal.write(valuesText(revision, { all: false, showSecrets }));
      terminal.write(valuesText(revision, { all: true, showSecrets }));
      terminal.write(`HOOKS:\n${hooksText(revision, { showSecrets })}`);
      terminal.write(`MANIFEST:\n${manifestText(revision, { showSecrets })}`);
      terminal.write(notesText(revision));
    });
  },
});
