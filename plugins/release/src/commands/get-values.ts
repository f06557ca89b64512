import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { valuesFor, valuesText } from '../get-text.ts';
import { getArguments, getOptions, readForGet, showSecretsOption } from '../read-for-get.ts';

export const command = defineCommand({
  description: 'Shows what the user gave, or with --all every value that templates saw.',
  arguments: getArguments,
  options: { ...getOptions, ...showSecretsOption, all: { type: 'boolean', alias: 'a', description: 'Every value, the defaults of the pack included' } },
  examples: [
    { command: 'sherpack get values web', does: 'prints the values that were given' },
    { command: 'sherpack get values web --all -o yaml', does: 'prints every value that templates saw' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { options, services, terminal } = context;
    const revision = await readForGet(context, services.releaseStores(), options.revision);
    const show = { all: options.all === true, showSecrets: options.showSecrets === true };
    return context.print(valuesFor(revision, show), () => terminal.write(valuesText(revision, show)));
  },
});
