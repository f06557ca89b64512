import { defineCommand } from '@sherpack/plugin-api';
import { SHOW_PARTS, showData, showText } from '../show/describe.ts';
import type { ShowPart } from '../show/describe.ts';

export const command = defineCommand({
  description: 'Prints Pack.yaml, the values with their comments, the README, the definitions or the templates of a pack.',
  arguments: [
    { name: 'part', description: 'all, pack (or chart), values, readme, crds or templates; all when it is left out' },
    { name: 'path', description: 'Folder, archive or address of the pack; the current folder when it is left out', completes: 'file' },
  ],
  options: {
    all: { type: 'boolean', hidden: true, description: 'Without effect: everything is shown when no part is named' },
  },
  examples: [
    { command: 'sherpack show values ./web > my-values.yaml', does: 'begins a values file from the defaults' },
    { command: 'sherpack show ./web-1.2.0.tgz', does: 'prints everything of an archive' },
  ],
  async run({ args, flags, operations, signal, terminal, print }) {
    const { parts, path } = readArguments(args['part'], args['path']);
    const { pack } = await operations.run({ kind: 'show', pack: path, flags }, { signal });
    if (pack === undefined) return;
    await print(showData(pack, parts), () => terminal.write(showText(pack, parts)));
  },
});

/** With one argument only, a word that is no part is the path. */
function readArguments(first: string | undefined, second: string | undefined): { readonly parts: readonly ShowPart[]; readonly path: string } {
  const word = first === 'chart' ? 'pack' : first;
  if (word === undefined || word === 'all') return { parts: SHOW_PARTS, path: second ?? '.' };
  const part = SHOW_PARTS.find((each) => each === word);
  if (part !== undefined) return { parts: [part], path: second ?? '.' };
  return { parts: SHOW_PARTS, path: word };
}
