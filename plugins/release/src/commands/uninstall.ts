import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { dryRunOption, waitOptions } from '../deploy-options.ts';
import { dryRunOf, namespaceOf, requestFlags } from '../request-flags.ts';
import { uninstallAll } from '../uninstall-releases.ts';

export const command = defineCommand({
  description: 'Deletes the objects of releases and waits until they are gone. What stays, and why, is said at the end.',
  arguments: [{ name: 'release', description: 'Names of the releases', required: true, variadic: true, completes: 'release' }],
  options: {
    ...waitOptions,
    ...dryRunOption,
    noHooks: { type: 'boolean', description: 'Run no hooks' },
    ignoreNotFound: { type: 'boolean', description: 'A release that is not there is no failure' },
    keepHistory: { type: 'boolean', description: 'Keep the records, and the name with them' },
    cascade: { type: 'string', choices: ['background', 'foreground', 'orphan'], placeholder: 'HOW', description: 'What happens to dependents; with --wait they go first' },
    description: { type: 'string', placeholder: 'TEXT', description: 'Description in the history, with --keep-history' },
  },
  // The objects are the operation's; the command itself takes records away that a killed one has left.
  examples: [
    { command: 'sherpack uninstall web', does: 'deletes the objects of a release and its records' },
    { command: 'sherpack uninstall web --keep-history', does: 'keeps the records, so that it can be rolled back' },
    { command: 'sherpack uninstall web cache --ignore-not-found', does: 'deletes several, those too that may be gone' },
  ],
  cluster: 'write',
  uses: { releaseStores },
  async run(context) {
    const { options, services } = context;
    const namespace = await namespaceOf(context);
    const store = await (await services.releaseStores()).open(context, { write: dryRunOf(options.dryRun) === 'none' });
    return uninstallAll(context, {
      store,
      releases: context.rest.map((name) => ({ name, namespace })),
      ignoreNotFound: options.ignoreNotFound === true,
      request: { kind: 'uninstall', dryRun: dryRunOf(options.dryRun), flags: requestFlags(context.flags) },
    });
  },
});
