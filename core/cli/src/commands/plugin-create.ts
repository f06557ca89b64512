import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errors } from '../errors.ts';
import type { PluginKind } from '../scaffold/plugin-files.ts';
import { pluginFiles, pluginKinds } from '../scaffold/plugin-files.ts';
import type { ShellCommand } from '../shell-command.ts';

const KINDS = Object.keys(pluginKinds);
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export const command: ShellCommand = {
  description: 'Writes the package of a new plugin in TypeScript: manifest, code, README, and a test that passes.',
  arguments: [{ name: 'name', description: 'Name in lower case with dashes; the folder gets the same', required: true }],
  options: {
    kind: { type: 'string', choices: KINDS, default: 'hook', description: 'What the plugin does' },
    folder: { type: 'string', alias: 'd', placeholder: 'FOLDER', description: 'Where to put the folder; here when missing' },
  },
  examples: [
    { command: 'sherpack plugin create team-label', does: 'A plugin that changes rendered objects' },
    { command: 'sherpack plugin create consul --kind storage-driver', does: 'A place to keep releases' },
  ],
  async runInShell({ args, options, world, print, terminal }) {
    const name = args['name'] ?? '';
    if (!NAME.test(name)) throw errors.ARGUMENT_INVALID('NAME', 'in lower case letters and digits with single dashes between, such as slack-notifier');
    const folder = resolve(world.folder, String(options['folder'] ?? '.'), name);
    if (existsSync(folder)) throw errors.FOLDER_EXISTS(folder);
    const files = pluginFiles(name, pluginKinds[String(options['kind'])] as PluginKind);
    await writeAll(folder, files);
    await print({ folder, files: [...files.keys()] }, () => {
      terminal.write(`${[...files.keys()].map((file) => `  ${file}`).join('\n')}\n`);
      terminal.write(`\nThe plugin "${name}" is in ${folder}.\nNext: cd ${name} && npm install && npm test && npx sherpack plugins\n`);
    });
  },
};

async function writeAll(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
  }
}
