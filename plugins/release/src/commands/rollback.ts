import { defineCommand, planPainter, releaseStores } from '@sherpack/plugin-api';
import { writeOptions } from '../deploy-options.ts';
import { reportDeployment } from '../report-deployment.ts';
import { runVerb } from '../run-verb.ts';
import { showPlan } from '../show-plan.ts';
import { rollbackRequest } from '../verb-requests.ts';

export const command = defineCommand({
  description: 'Deploys what an earlier revision had deployed, as a new revision. Without a revision it is the one that was deployed before.',
  arguments: [
    { name: 'release', description: 'Name of the release', required: true, completes: 'release' },
    { name: 'revision', description: 'Revision to go back to; 0 for the one before' },
  ],
  options: {
    ...writeOptions,
    historyMax: { type: 'number', default: 10, description: 'Revisions to keep; 0 keeps all', placeholder: 'N' },
  },
  examples: [{ command: 'sherpack rollback web 2 --dry-run', does: 'shows what going back to revision 2 would change' }],
  cluster: 'read',
  uses: { releaseStores, planPainter },
  async run(context) {
    const { args, services } = context;
    const store = () => services.releaseStores().then((stores) => stores.open(context));
    const request = await rollbackRequest(context, args['revision'], store);
    if (context.flags['waves'] === true) return showPlan(context, request, await services.planPainter(), {});
    return reportDeployment(context, await runVerb(context, request), { hideNotes: true, hideSecret: false });
  },
});
