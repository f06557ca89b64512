import { isAbsolute, join } from 'node:path';
import { defineCommand, pluginCatalog } from '@sherpack/plugin-api';
import { packagePack } from '../archive/package-pack.ts';
import type { PackagedPack } from '../archive/package-pack.ts';
import { sourceDate } from '../archive/source-date.ts';
import { knownFormats } from '../load/known-formats.ts';
import { formatFinder } from '../load/pack-format.ts';
import { manifestKeys } from '../manifest/manifest-keys.ts';

export const command = defineCommand({
  description: 'Puts packs into archives whose bytes depend on their content only. SOURCE_DATE_EPOCH sets the time of the entries.',
  arguments: [{ name: 'path', description: 'Folders of packs; the current folder when there is none', variadic: true, completes: 'folder' }],
  options: {
    destination: { type: 'string', alias: 'd', placeholder: 'FOLDER', description: 'Where the archives go; the current folder when it is left out' },
    version: { type: 'string', placeholder: 'VERSION', description: 'Version of the pack in the archive' },
    appVersion: { type: 'string', placeholder: 'TEXT', description: 'appVersion of the pack in the archive' },
    sign: { type: 'boolean', hidden: true, description: '', refused: 'Archives are not signed by this command; sign the file with your own tool.' },
    dependencyUpdate: { type: 'boolean', alias: 'u', hidden: true, description: '', refused: 'Put dependencies into packs/ before packaging.' },
  },
  examples: [{ command: 'sherpack package ./web -d dist --version 1.2.3', does: 'writes dist/web-1.2.3.tgz' }],
  uses: { catalog: pluginCatalog, formats: knownFormats },
  async run({ rest, options, services, operations, signal, folder, terminal, print }) {
    const keys = manifestKeys(await services.catalog());
    const formats = formatFinder(await services.formats());
    const destination = isAbsolute(options.destination ?? '') ? String(options.destination) : join(folder, options.destination ?? '.');
    const mtime = sourceDate(process.env);
    const made: PackagedPack[] = [];
    for (const path of rest.length === 0 ? ['.'] : rest) {
      const { version, appVersion } = options;
      // Holds the pack against the limits of the configuration: what is packed must be readable again.
      await operations.run({ kind: 'show', pack: path }, { signal });
      made.push(await packagePack(path, { keys, formats, destination, version, appVersion, mtime }));
    }
    await print(made, () => {
      for (const { path, digest } of made) terminal.write(`${path}\n${digest}\n`);
    });
  },
});
