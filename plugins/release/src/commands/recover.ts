import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { writeOptions } from '../deploy-options.ts';
import { recoveryOf } from '../recover-release.ts';
import { checkReleaseName } from '../release-name.ts';
import { reportDeployment } from '../report-deployment.ts';
import { dryRunOf, namespaceOf, requestFlags } from '../request-flags.ts';
import { runVerb } from '../run-verb.ts';

export const command = defineCommand({
  description: 'Finishes what a process has left pending that is no longer there, from the record that it wrote before it began; or undoes it.',
  arguments: [{ name: 'release', description: 'Name of the release', required: true, completes: 'release' }],
  options: {
    ...writeOptions,
    undo: { type: 'boolean', description: 'Go back to the last deployed revision instead, or remove a first install' },
  },
  examples: [
    { command: 'sherpack recover web', does: 'finishes what a dead process has begun' },
    { command: 'sherpack recover web --undo', does: 'goes back to the last deployed revision' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { args, options, services, log } = context;
    const release = { name: checkReleaseName(args['release'] ?? ''), namespace: await namespaceOf(context) };
    const store = await (await services.releaseStores()).open(context);
    const recovery = await recoveryOf(store, release, { undo: options.undo === true, flags: requestFlags(context.flags) });
    log.info(`release "${release.name}": ${recovery.says}`);
    const end = await runVerb(context, { ...recovery.request, dryRun: dryRunOf(options.dryRun) });
    return reportDeployment(context, end, { hideNotes: true, hideSecret: false });
  },
});
