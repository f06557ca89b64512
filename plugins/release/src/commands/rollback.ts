import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { writeOptions } from '../deploy-options.ts';
import { reportDeployment } from '../report-deployment.ts';
import { dryRunOf, namespaceOf, requestFlags, revisionOf } from '../request-flags.ts';
import { rollbackTarget } from '../rollback-target.ts';
import { runVerb } from '../run-verb.ts';

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
  uses: { releaseStores },
  async run(context) {
    const { args, options, services } = context;
    const release = { name: args['release'] ?? '', namespace: await namespaceOf(context) };
    const store = await (await services.releaseStores()).open(context);
    const revision = await rollbackTarget(store, release, revisionOf(args['revision']));
    const request = { kind: 'rollback', release, revision, dryRun: dryRunOf(options.dryRun), flags: requestFlags(context.flags) };
    return reportDeployment(context, await runVerb(context, request), { hideNotes: true, hideSecret: false });
  },
});
