import { defineCommand, formatRef, releaseStores } from '@sherpack/plugin-api';
import { releaseDocument } from '../helm-json.ts';
import { isHook } from '../hooks-of.ts';
import { groupByKind, liveObjects } from '../live-state.ts';
import type { LiveState } from '../live-state.ts';
import { printRelease } from '../print-release.ts';
import { checkReleaseName } from '../release-name.ts';
import { namespaceOf } from '../request-flags.ts';
import { readRevision } from '../standing.ts';
import { fromStored } from '../stored-manifests.ts';

const COLUMNS = [
  { title: 'OBJECT', value: (row: LiveState) => formatRef(row) },
  { title: 'STATE', value: (row: LiveState) => row.state },
  { title: 'READY', value: (row: LiveState) => row.ready ?? '' },
  { title: 'CREATED', value: (row: LiveState) => row.created ?? '' },
];

export const command = defineCommand({
  description: 'Shows a release, and how its objects stand in the cluster now.',
  arguments: [{ name: 'release', description: 'Name of the release', required: true, completes: 'release' }],
  options: {
    revision: { type: 'number', placeholder: 'N', description: 'This revision instead of the newest' },
    showResources: { type: 'boolean', hidden: true, description: 'Without effect: objects are shown anyway' },
  },
  examples: [
    { command: 'sherpack status web', does: 'shows a release and its objects' },
    { command: 'sherpack status web --revision 3', does: 'shows an earlier revision' },
    { command: 'sherpack status web -o json', does: 'gives all of it to a program' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { args, options, services, terminal } = context;
    const release = { name: checkReleaseName(args['release'] ?? ''), namespace: await namespaceOf(context) };
    const store = await (await services.releaseStores()).open(context);
    const revision = await readRevision(store, release, options.revision);
    const { objects, crds } = fromStored(revision);
    const live = await liveObjects([...crds, ...objects.filter((manifest) => !isHook(manifest))], await context.cluster('read'), release.namespace);
    const resources = live.map(({ state }) => state);
    const document = releaseDocument(revision);
    const info = { ...document.info, resources: groupByKind(live) };
    return context.print({ ...document, info, resources }, () => {
      printRelease(terminal, revision, { notes: false });
      terminal.table(resources, COLUMNS);
      if (revision.notes.trim() !== '') terminal.write(`NOTES:\n${revision.notes.trimEnd()}\n`);
    });
  },
});
