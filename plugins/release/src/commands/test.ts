import { defineCommand } from '@sherpack/plugin-api';
import { waitOptions } from '../deploy-options.ts';
import { checkReleaseName } from '../release-name.ts';
import { printChanges } from '../print-release.ts';
import { namespaceOf, requestFlags } from '../request-flags.ts';
import { runVerb } from '../run-verb.ts';

export const command = defineCommand({
  description: 'Runs the test hooks of a release: the objects annotated with "helm.sh/hook: test". The logs of those that fail are shown.',
  arguments: [{ name: 'release', description: 'Name of the release', required: true, completes: 'release' }],
  options: {
    timeout: waitOptions.timeout,
    logs: { type: 'boolean', description: 'Show the logs of all tests' },
    filter: { type: 'string[]', placeholder: 'name=NAME', description: 'Run only these tests; "!name=NAME" leaves one out' },
  },
  examples: [{ command: 'sherpack test web --logs', does: 'runs the tests of the release and shows what they wrote' }],
  cluster: 'read',
  async run(context) {
    const release = { name: checkReleaseName(context.args['release'] ?? ''), namespace: await namespaceOf(context) };
    const { changeSet, error } = await runVerb(context, { kind: 'test-release', release, flags: requestFlags(context.flags) });
    const tests = (changeSet?.changes ?? []).map(({ ref, action }) => ({ ...ref, outcome: action === 'ran' ? 'succeeded' : action }));
    await context.print({ release, tests }, () => {
      if (tests.length === 0 && error === undefined) context.terminal.write(`release "${release.name}" has no tests\n`);
      else printChanges(context.terminal, changeSet?.changes ?? []);
    });
    if (error !== undefined) throw error;
  },
});
