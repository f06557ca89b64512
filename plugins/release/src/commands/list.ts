import { defineCommand, releaseStores } from '@sherpack/plugin-api';
import type { RevisionStatus } from '@sherpack/plugin-api';
import { listElement } from '../helm-json.ts';
import { listReleases } from '../list-releases.ts';
import { printRows } from '../print-rows.ts';
import { namespaceOf } from '../request-flags.ts';

type ListElement = ReturnType<typeof listElement>;

const COLUMNS = [
  { title: 'NAME', value: (row: ListElement) => row.name },
  { title: 'NAMESPACE', value: (row: ListElement) => row.namespace },
  { title: 'REVISION', value: (row: ListElement) => row.revision },
  { title: 'UPDATED', value: (row: ListElement) => row.updated },
  { title: 'STATUS', value: (row: ListElement) => row.status },
  { title: 'CHART', value: (row: ListElement) => row.chart },
  { title: 'APP VERSION', value: (row: ListElement) => row.app_version },
];

export const command = defineCommand({
  description: 'Lists the releases of the namespace, each with its newest revision.',
  options: {
    allNamespaces: { type: 'boolean', alias: 'A', description: 'List the releases of all namespaces' },
    short: { type: 'boolean', alias: 'q', description: 'Print names only' },
    noHeaders: { type: 'boolean', description: 'Print no line of headings' },
    filter: { type: 'string', alias: 'f', placeholder: 'REGEX', description: 'Only names that match' },
    selector: { type: 'string', alias: 'l', placeholder: 'LABELS', description: 'Only releases with these labels' },
    deployed: { type: 'boolean', description: 'Only deployed ones' },
    failed: { type: 'boolean', description: 'Only failed ones' },
    pending: { type: 'boolean', description: 'Only those under way' },
    superseded: { type: 'boolean', description: 'Revisions that a newer one has replaced' },
    uninstalled: { type: 'boolean', description: 'Only those whose history is kept' },
    uninstalling: { type: 'boolean', description: 'Only those being uninstalled' },
    date: { type: 'boolean', alias: 'd', description: 'In the order of time' },
    reverse: { type: 'boolean', alias: 'r', description: 'The other way round' },
    max: { type: 'number', alias: 'm', default: 256, placeholder: 'N', description: 'At most so many; 0 for all' },
    offset: { type: 'number', default: 0, placeholder: 'N', description: 'Leave so many out at the beginning' },
    timeFormat: { type: 'string', placeholder: 'LAYOUT', description: 'Form of times, as a layout of Go: 2006-01-02 15:04' },
    all: { type: 'boolean', alias: 'a', hidden: true, description: 'Without effect: every status is listed anyway' },
  },
  examples: [
    { command: 'sherpack list', does: 'lists the releases of the namespace' },
    { command: 'sherpack list -A --failed', does: 'lists what has failed in all namespaces' },
    { command: 'sherpack list -q -l team=shop', does: 'prints the names of the releases with a label' },
  ],
  cluster: 'read',
  uses: { releaseStores },
  async run(context) {
    const { options, services, terminal } = context;
    const store = await (await services.releaseStores()).open(context);
    const namespace = options.allNamespaces === true ? undefined : await namespaceOf(context);
    const found = listReleases(await store.summaries({ namespace }), {
      statuses: statusesOf(options),
      filter: options.filter,
      selector: options.selector,
      byDate: options.date === true,
      reverse: options.reverse === true,
      offset: options.offset,
      max: options.max,
    });
    const rows = found.map((summary) => listElement(summary, options.timeFormat));
    const names = rows.map(({ name }) => name);
    if (options.short === true) return context.print(names, () => names.forEach((name) => terminal.write(`${name}\n`)));
    return context.print(rows, () => printRows(terminal, rows, COLUMNS, options.noHeaders !== true));
  },
});

const STATUSES: Readonly<Record<string, readonly RevisionStatus[]>> = Object.freeze({
  deployed: ['deployed'],
  failed: ['failed'],
  pending: ['pending-install', 'pending-upgrade', 'pending-rollback'],
  superseded: ['superseded'],
  uninstalled: ['uninstalled'],
  uninstalling: ['uninstalling'],
});

function statusesOf(options: Readonly<Record<string, unknown>>): readonly RevisionStatus[] {
  return Object.entries(STATUSES).flatMap(([flag, statuses]) => (options[flag] === true ? statuses : []));
}
