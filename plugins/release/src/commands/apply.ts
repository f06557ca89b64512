import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { runWithUndo } from '../auto-rollback.ts';
import { errors } from '../errors.ts';
import { readPlan } from '../plan-file.ts';
import { reportDeployment } from '../report-deployment.ts';

export const command = defineCommand({
  description: 'Carries out a plan that "plan --save" has saved. Renders again, plans again, and writes nothing unless both come out as they were approved.',
  options: {
    plan: { type: 'string', placeholder: 'FILE', description: 'The saved plan' },
    hideNotes: { type: 'boolean', description: 'Do not print the notes' },
  },
  examples: [{ command: 'sherpack apply --plan plan.json', does: 'does what was approved, or ends with 6 and says what has changed' }],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { options, services } = context;
    if (options.plan === undefined) throw errors.PLAN_FILE_MISSING();
    const { request, binding } = await readPlan(options.plan, context.folder);
    const approved = { ...request, dryRun: 'none' as const, flags: { ...request.flags, approvedPlan: { ...binding } } };
    const store = () => services.releaseStores().then((stores) => stores.open(context));
    const end = await runWithUndo(context, approved, store);
    return reportDeployment(context, end, { hideNotes: options.hideNotes === true, hideSecret: false });
  },
});
