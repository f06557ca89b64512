import { clock, defineCommand, planPainter, releaseStores } from '@sherpack/plugin-api';
import { runWithUndo } from '../auto-rollback.ts';
import { packVerbOptions, refusedOptions } from '../deploy-options.ts';
import { reportDeployment } from '../report-deployment.ts';
import { showPlan } from '../show-plan.ts';
import { installRequest } from '../verb-requests.ts';

export const command = defineCommand({
  description: 'Renders a pack, asks the cluster whether it would take it, and deploys it as a release.',
  arguments: [
    { name: 'name', description: 'Name of the release; with --generate-name it is left out' },
    { name: 'pack', description: 'Folder or archive of the pack', completes: 'file' },
  ],
  options: {
    ...packVerbOptions,
    generateName: { type: 'boolean', alias: 'g', description: 'Choose the name from the pack and the time' },
    nameTemplate: { type: 'string', placeholder: 'TEMPLATE', description: 'Make the name by a template: web-{{randAlphaNum 5}}' },
    replace: { type: 'boolean', description: 'Use a name again whose history only is left' },
    ...refusedOptions,
  },
  examples: [
    { command: 'sherpack install web ./web --set image.tag=1.2 --wait', does: 'installs and waits until everything is ready' },
    { command: 'sherpack install web ./web --dry-run', does: 'shows what would be done' },
  ],
  cluster: 'read',
  uses: { releaseStores, clock, planPainter },
  async run(context) {
    const { options, services } = context;
    const request = await installRequest(context, { ...options, now: (await services.clock()).now() });
    if (context.flags['waves'] === true) return showPlan(context, request, await services.planPainter(), {});
    const store = () => services.releaseStores().then((stores) => stores.open(context));
    const end = await runWithUndo(context, request, store);
    return reportDeployment(context, end, { hideNotes: options.hideNotes === true, hideSecret: options.hideSecret === true });
  },
});
