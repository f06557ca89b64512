import { clock, defineCommand, releaseStores } from '@sherpack/plugin-api';
import { attachTo } from '../attach-release.ts';
import { checkReleaseName } from '../release-name.ts';
import { namespaceOf } from '../request-flags.ts';

export const command = defineCommand({
  description: 'Shows a deployment that another process is carrying out, until it ends. Ends with 1 if the deployment fails.',
  arguments: [{ name: 'release', description: 'Name of the release', required: true, completes: 'release' }],
  examples: [
    { command: 'sherpack attach web', does: 'follows the deployment that another process carries out' },
    { command: 'sherpack attach web -o json', does: 'tells every event of it as JSON' },
  ],
  cluster: 'read',
  uses: { clock, releaseStores },
  async run(context) {
    const { args, services } = context;
    const release = { name: checkReleaseName(args['release'] ?? ''), namespace: await namespaceOf(context) };
    const store = await (await services.releaseStores()).open(context);
    return attachTo(release, store, await services.clock(), context);
  },
});
