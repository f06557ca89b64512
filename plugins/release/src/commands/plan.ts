import { clock, defineCommand, planPainter, releaseStores } from '@sherpack/plugin-api';
import type { CommandContext, OperationRequest, ReleaseStore } from '@sherpack/plugin-api';
import { packVerbOptions, refusedOptions } from '../deploy-options.ts';
import { errors } from '../errors.ts';
import { requestFlags } from '../request-flags.ts';
import { showPlan } from '../show-plan.ts';
import { installRequest, releaseIn, rollbackRequest, upgradeRequest } from '../verb-requests.ts';

interface Sources {
  readonly now: number;
  readonly store: () => Promise<ReleaseStore>;
}

export const command = defineCommand({
  description: 'Shows what install, upgrade, rollback or uninstall would do, wave by wave and field by field, and writes nothing. A saved plan is carried out by "apply" as long as nothing has changed that it was made from.',
  arguments: [
    { name: 'verb', description: 'install, upgrade, rollback or uninstall', required: true },
    { name: 'name', description: 'Name of the release', completes: 'release' },
    { name: 'pack', description: 'Folder or archive of the pack; for a rollback the revision', completes: 'file' },
  ],
  options: {
    ...packVerbOptions,
    save: { type: 'string', placeholder: 'FILE', description: 'Save the plan for "apply --plan"' },
    graph: { type: 'string', choices: ['svg', 'dot', 'mermaid'], placeholder: 'FORMAT', description: 'Draw the graph instead' },
    exitCode: { type: 'boolean', description: 'End with 3 when there is something to do' },
    install: { type: 'boolean', alias: 'i', description: 'With upgrade: install what is not there' },
    resetValues: { type: 'boolean', description: 'With upgrade: forget the values given before' },
    reuseValues: { type: 'boolean', description: 'With upgrade: keep all values of the revision before, its defaults included' },
    resetThenReuseValues: { type: 'boolean', description: 'With upgrade: take the defaults of the new pack, then the values given before' },
    cascade: { type: 'string', choices: ['background', 'foreground', 'orphan'], placeholder: 'HOW', description: 'With uninstall: what happens to dependents' },
    ...refusedOptions,
  },
  examples: [
    { command: 'sherpack plan upgrade web ./web --save plan.json', does: 'shows the plan and saves it' },
    { command: 'sherpack plan install web ./web --graph svg > plan.svg', does: 'draws what is deployed in which order' },
  ],
  cluster: 'read',
  uses: { clock, planPainter, releaseStores },
  async run(context) {
    const { services, options, args } = context;
    const store = () => services.releaseStores().then((stores) => stores.open(context));
    const request = await requestOf(args['verb'] ?? '', context, { store, now: (await services.clock()).now() });
    return showPlan(context, request, await services.planPainter(), options);
  },
});

async function requestOf(verb: string, context: CommandContext, { now, store }: Sources): Promise<OperationRequest> {
  const { args } = context;
  switch (verb) {
    case 'install': return installRequest(context, { generateName: undefined, nameTemplate: undefined, now });
    case 'upgrade': return upgradeRequest(context, args['pack'], store);
    case 'rollback': return rollbackRequest(context, args['pack'], store);
    case 'uninstall': return { kind: 'uninstall', release: await releaseIn(context, 'none'), flags: requestFlags(context.flags) };
    default: throw errors.PLAN_VERB(verb);
  }
}
