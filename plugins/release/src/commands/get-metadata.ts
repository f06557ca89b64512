import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { metadataDocument } from '../helm-json.ts';
import { printMetadata } from '../print-metadata.ts';
import { getArguments, getOptions, readForGet } from '../read-for-get.ts';

export const command = defineCommand({
  description: 'Shows which pack a release was made of, and when.',
  arguments: getArguments,
  options: { ...getOptions },
  examples: [
    { command: 'sherpack get metadata web -o json', does: 'gives name, pack, version and digest to a program' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { options, services, terminal } = context;
    const revision = await readForGet(context, services.releaseStores(), options.revision);
    const metadata = metadataDocument(revision);
    return context.print(metadata, () => printMetadata(terminal, metadata));
  },
});
