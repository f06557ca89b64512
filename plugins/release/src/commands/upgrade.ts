import { defineCommand, planPainter, releaseStores } from '@sherpack/plugin-api';
import { runWithUndo } from '../auto-rollback.ts';
import { packVerbOptions, refusedOptions } from '../deploy-options.ts';
import { reportDeployment } from '../report-deployment.ts';
import { showPlan } from '../show-plan.ts';
import { upgradeRequest } from '../verb-requests.ts';

export const command = defineCommand({
  description: 'Deploys a pack as the next revision of a release. Objects that the pack no longer has are deleted. Without new values those of the revision before stay in force.',
  arguments: [
    { name: 'release', description: 'Name of the release', required: true, completes: 'release' },
    { name: 'pack', description: 'Folder or archive of the pack', required: true, completes: 'file' },
  ],
  options: {
    ...packVerbOptions,
    install: { type: 'boolean', alias: 'i', description: 'Install the release if it is not there' },
    resetValues: { type: 'boolean', description: 'Forget the values given before' },
    reuseValues: { type: 'boolean', description: 'Keep all values of the revision before, its defaults included' },
    resetThenReuseValues: { type: 'boolean', description: 'Take the defaults of the new pack, then the values given before' },
    ...refusedOptions,
  },
  examples: [{ command: 'sherpack upgrade web ./web --install --wait --auto-rollback', does: 'installs or upgrades, and undoes a failure' }],
  cluster: 'read',
  uses: { releaseStores, planPainter },
  async run(context) {
    const { args, options, services } = context;
    const store = () => services.releaseStores().then((stores) => stores.open(context));
    const request = await upgradeRequest(context, args['pack'], store);
    if (context.flags['waves'] === true) return showPlan(context, request, await services.planPainter(), {});
    const end = await runWithUndo(context, request, store);
    return reportDeployment(context, end, { hideNotes: options.hideNotes === true, hideSecret: options.hideSecret === true });
  },
});
