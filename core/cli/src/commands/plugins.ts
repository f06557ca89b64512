import type { PluginInfo, Terminal } from '@sherpack/plugin-api';
import type { ShellCommand } from '../shell-command.ts';

interface Row {
  readonly order: number;
  readonly name: string;
  readonly version: string;
  readonly origin: string;
  readonly enabled: boolean;
  readonly apiVersion: string;
  readonly requires: readonly string[];
  readonly after: readonly string[];
  readonly hooks: readonly string[];
  readonly services: readonly string[];
  readonly extensions: readonly string[];
  readonly operations: readonly string[];
  readonly commands: readonly string[];
}

export const command: ShellCommand = {
  description: 'Shows the plugins in the order in which they are set up, and what each one contributes.',
  options: {
    order: { type: 'boolean', description: 'Only the order, with what decides it' },
  },
  examples: [
    { command: 'sherpack plugins', does: 'What each plugin contributes' },
    { command: 'sherpack plugins --order', does: 'Why they are set up in this order' },
  ],
  async runInShell({ options, terminal, print, kernel }) {
    const rows = (await kernel()).catalog.list().map(toRow);
    await print(rows, () => (options['order'] === true ? printOrder(rows, terminal) : printContributions(rows, terminal)));
  },
};

function toRow({ manifest, origin, disabled }: PluginInfo, index: number): Row {
  const extensions = Object.entries(manifest.extensions ?? {});
  return {
    order: index + 1,
    name: manifest.name,
    version: manifest.version,
    origin,
    enabled: !disabled,
    apiVersion: manifest.apiVersion,
    requires: manifest.requires ?? [],
    after: manifest.after ?? [],
    hooks: manifest.hooks ?? [],
    services: manifest.services ?? [],
    extensions: extensions.flatMap(([point, keys]) => keys.map((key) => `${point}/${key}`)),
    operations: manifest.operations ?? [],
    commands: (manifest.commands ?? []).filter(({ hidden }) => hidden !== true).map(({ name }) => name),
  };
}

function printOrder(rows: readonly Row[], terminal: Terminal): void {
  terminal.table(rows, [
    { title: '#', value: ({ order }) => String(order) },
    { title: 'NAME', value: ({ name }) => name },
    { title: 'REQUIRES', value: ({ requires }) => requires.join(', ') },
    { title: 'AFTER', value: ({ after }) => after.join(', ') },
  ]);
}

function printContributions(rows: readonly Row[], terminal: Terminal): void {
  terminal.table(rows, [
    { title: '#', value: ({ order }) => String(order) },
    { title: 'NAME', value: ({ name }) => name },
    { title: 'VERSION', value: ({ version }) => version },
    { title: 'ORIGIN', value: ({ origin, enabled }) => (enabled ? origin : `${origin} (disabled)`) },
    { title: 'CONTRIBUTES', value: contributions },
  ]);
}

function contributions({ hooks, services, extensions, commands }: Row): string {
  const parts = { hooks, services, extensions, commands };
  return Object.entries(parts).filter(([, names]) => names.length > 0).map(([title, names]) => `${title}: ${names.join(', ')}`).join('; ');
}
