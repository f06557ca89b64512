import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { hooksText } from '../get-text.ts';
import { getArguments, getOptions, readForGet, showSecretsOption } from '../read-for-get.ts';

export const command = defineCommand({
  description: 'Shows the hooks of a release as they were rendered.',
  arguments: getArguments,
  options: { ...getOptions, ...showSecretsOption },
  examples: [
    { command: 'sherpack get hooks web', does: 'prints the hooks of the newest revision' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { options, services, terminal } = context;
    const revision = await readForGet(context, services.releaseStores(), options.revision);
    const hooks = hooksText(revision, { showSecrets: options.showSecrets === true });
    return context.print({ hooks }, () => terminal.write(hooks));
  },
});
