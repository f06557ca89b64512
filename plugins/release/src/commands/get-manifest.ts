import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { manifestText } from '../get-text.ts';
import { getArguments, getOptions, readForGet, showSecretsOption } from '../read-for-get.ts';

export const command = defineCommand({
  description: 'Shows the manifests of a release as they were rendered.',
  arguments: getArguments,
  options: { ...getOptions, ...showSecretsOption },
  examples: [
    { command: 'sherpack get manifest web', does: 'prints what was deployed' },
    { command: 'sherpack get manifest web --revision 3', does: 'prints what revision 3 deployed' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { options, services, terminal } = context;
    const revision = await readForGet(context, services.releaseStores(), options.revision);
    const manifest = manifestText(revision, { showSecrets: options.showSecrets === true });
    return context.print({ manifest }, () => terminal.write(manifest));
  },
});
