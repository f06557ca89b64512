import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { compareOperands } from '../diff/compare-operands.ts';
import { diffDocument } from '../diff/diff-document.ts';
import { printDiff } from '../diff/print-diff.ts';
import { operandOf } from '../operand-of.ts';
import type { Operand } from '../operand-of.ts';
import { operandResolvers } from '../operand-resolvers.ts';
import { namespaceOf, requestFlags } from '../request-flags.ts';

export const command = defineCommand({
  description: 'Shows how a release differs from the cluster, or what a pack would change about it. Secrets are masked.',
  arguments: [{ name: 'operand', description: 'RELEASE, or RELEASE PACK', required: true, variadic: true, completes: 'release' }],
  options: {
    exitCode: { type: 'boolean', description: 'Exit with 3 when there is a difference' },
    reuseValues: { type: 'boolean', description: 'As for upgrade' },
    resetValues: { type: 'boolean', description: 'As for upgrade' },
    resetThenReuseValues: { type: 'boolean', description: 'As for upgrade' },
    forceConflicts: { type: 'boolean', description: 'As for upgrade' },
    takeOwnership: { type: 'boolean', description: 'As for upgrade' },
  },
  examples: [
    { command: 'sherpack diff web', does: 'what has changed in the cluster since the release was deployed' },
    { command: 'sherpack diff web ./web -f prod.yaml --exit-code', does: 'what an upgrade would change' },
  ],
  cluster: 'read',
  uses: { releaseStores, operandResolvers },
  async run(context) {
    const { options, services, terminal } = context;
    const namespace = await namespaceOf(context);
    const resolvers = await services.operandResolvers();
    const found: Operand[] = [];
    for (const text of context.rest) {
      found.push(await operandOf(text, { namespace, folder: context.folder, cluster: (mode) => context.cluster(mode) }, resolvers));
    }
    const store = await (await services.releaseStores()).open(context);
    const diffs = await compareOperands(context, { operands: found, namespace, store, flags: requestFlags(context.flags) });
    // The table prints blocks and loads what it needs for them, so it cannot be a callback of print.
    if (context.global.output === 'table') await printDiff(terminal, diffs);
    else await context.print(diffDocument(diffs), () => undefined);
    return options.exitCode === true && diffs.length > 0 ? 3 : 0;
  },
});
