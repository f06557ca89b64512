import type { OwnCommand } from './command-table.ts';

/** The shell's own commands: those that are about Sherpack itself. */
export const ownCommands: readonly OwnCommand[] = [
  {
    name: 'completion', aliases: [], hidden: false, summary: 'Print a script that makes a shell complete commands',
    load: async () => (await import('./commands/completion.ts')).command,
  },
  {
    name: 'config', aliases: [], hidden: false, summary: 'Show the settings in force and where each comes from',
    load: async () => (await import('./commands/config.ts')).command,
  },
  {
    name: 'config path', aliases: [], hidden: false, summary: 'Show which configuration files are read',
    load: async () => (await import('./commands/config-path.ts')).command,
  },
  {
    name: 'env', aliases: [], hidden: false, summary: 'Show the environment variables that Sherpack reads',
    load: async () => (await import('./commands/env.ts')).command,
  },
  {
    name: 'plugin create', aliases: [], hidden: false, summary: 'Begin a plugin of your own',
    load: async () => (await import('./commands/plugin-create.ts')).command,
  },
  {
    name: 'plugins', aliases: ['plugins list', 'plugin list'], hidden: false, summary: 'Show the plugins and what each contributes',
    load: async () => (await import('./commands/plugins.ts')).command,
  },
  {
    name: 'version', aliases: [], hidden: false, summary: 'Show the version of Sherpack',
    load: async () => (await import('./commands/version.ts')).command,
  },
];
