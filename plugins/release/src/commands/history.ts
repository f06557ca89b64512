import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import { GO_ANSI, formatGoTime } from '../go-time.ts';
import { historyElement } from '../helm-json.ts';
import { checkReleaseName } from '../release-name.ts';
import { namespaceOf } from '../request-flags.ts';
import { readStanding } from '../standing.ts';

type HistoryElement = ReturnType<typeof historyElement>;

const COLUMNS = [
  { title: 'REVISION', value: (row: HistoryElement) => String(row.revision) },
  { title: 'UPDATED', value: (row: HistoryElement) => formatGoTime(row.updated, GO_ANSI) },
  { title: 'STATUS', value: (row: HistoryElement) => row.status },
  { title: 'CHART', value: (row: HistoryElement) => row.chart },
  { title: 'APP VERSION', value: (row: HistoryElement) => row.app_version },
  { title: 'DESCRIPTION', value: (row: HistoryElement) => row.description },
];

export const command = defineCommand({
  description: 'Lists the revisions of a release, the newest last.',
  arguments: [{ name: 'release', description: 'Name of the release', required: true, completes: 'release' }],
  options: { max: { type: 'number', default: 256, placeholder: 'N', description: 'At most so many, the newest; 0 for all' } },
  examples: [
    { command: 'sherpack history web', does: 'lists the revisions of a release' },
    { command: 'sherpack history web --max 5 -o json', does: 'gives the newest five to a program' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { args, options, services, terminal } = context;
    const name = checkReleaseName(args['release'] ?? '');
    const store = await (await services.releaseStores()).open(context);
    const { revisions } = await readStanding(store, { name, namespace: await namespaceOf(context) });
    const rows = revisions.slice(options.max === 0 ? 0 : -options.max).map(historyElement);
    return context.print(rows, () => terminal.table(rows, COLUMNS));
  },
});
