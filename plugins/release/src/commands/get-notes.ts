import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { notesText } from '../get-text.ts';
import { getArguments, getOptions, readForGet } from '../read-for-get.ts';

export const command = defineCommand({
  description: 'Shows the notes of a release.',
  arguments: getArguments,
  options: { ...getOptions },
  examples: [
    { command: 'sherpack get notes web', does: 'prints the notes that the pack has for its users' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { options, services, terminal } = context;
    const revision = await readForGet(context, services.releaseStores(), options.revision);
    return context.print({ notes: revision.notes }, () => terminal.write(notesText(revision)));
  },
});
