import { resolve } from 'node:path';
import { clock, defineCommand } from '@sherpack/plugin-api';
import { packVerbOptions, refusedOptions } from '../deploy-options.ts';
import { hidden } from '../hidden-options.ts';
import { installArguments } from '../install-arguments.ts';
import { dryRunOf, requestFlags } from '../request-flags.ts';
import { runOrThrow } from '../run-verb.ts';
import { selectManifests, templateText, writeManifests } from '../template-output.ts';

const { noHooks, skipCrds, dryRun, renderSubchartNotes, ...withoutEffect } = packVerbOptions;

export const command = defineCommand({
  description: 'Renders a pack and prints what it would deploy. Reaches no cluster unless --validate is set.',
  arguments: [
    { name: 'name', description: 'Name of the release; release-name when it is left out' },
    { name: 'pack', description: 'Folder or archive of the pack', completes: 'file' },
  ],
  options: {
    ...hidden(withoutEffect),
    dryRun: { ...dryRun, whenBare: 'client', description: 'Ask no cluster (client), as without the flag, or the API server (server)' },
    noHooks,
    skipCrds,
    renderSubchartNotes,
    showOnly: { type: 'string[]', alias: 's', placeholder: 'GLOB', description: 'Print only templates of this name; may be repeated' },
    outputDir: { type: 'string', placeholder: 'FOLDER', description: 'Write one file per template below the folder' },
    releaseName: { type: 'boolean', description: 'With --output-dir: put a folder with the name of the release in between' },
    includeCrds: { type: 'boolean', description: 'Print the definitions in crds/ too' },
    skipTests: { type: 'boolean', description: 'Leave test hooks out' },
    isUpgrade: { type: 'boolean', description: 'Render as for an upgrade' },
    validate: { type: 'boolean', description: 'Ask the API server whether it would take the objects' },
    kubeVersion: { type: 'string', placeholder: 'VERSION', description: 'Version of Kubernetes that templates see' },
    apiVersions: { type: 'string[]', alias: 'a', placeholder: 'VERSION', description: 'Further API versions that templates see' },
    showSecrets: { type: 'boolean', description: 'Print values that came from secrets' },
    generateName: { type: 'boolean', alias: 'g', description: 'Allowed for scripts that install, too; the name is release-name' },
    nameTemplate: { type: 'string', placeholder: 'TEMPLATE', description: 'Make the name by a template' },
    replace: { type: 'boolean', hidden: true, description: 'Without effect' },
    ...refusedOptions,
  },
  examples: [{ command: 'sherpack template web ./web -s templates/deployment.yaml', does: 'prints one template' }],
  uses: { clock },
  async run(context) {
    const { options, terminal, global } = context;
    const naming = { generateName: options.generateName, nameTemplate: options.nameTemplate, fallback: 'release-name' };
    const { name, pack } = installArguments(context.args, naming, (await context.services.clock()).now());
    const request = { kind: 'template', release: { name, namespace: global.namespace }, pack, dryRun: options.validate === true ? 'none' : dryRunOf(options.dryRun === 'true' ? 'client' : options.dryRun), flags: requestFlags(context.flags) } as const;
    const { manifests, pack: rendered } = await runOrThrow(context, request);
    if (manifests === undefined) return;
    const shown = selectManifests(manifests, {
      includeCrds: options.includeCrds === true,
      noHooks: options.noHooks === true,
      skipTests: options.skipTests === true,
      showOnly: (options.showOnly ?? []).flatMap((globs) => globs.split(',')),
    });
    const showSecrets = options.showSecrets === true;
    if (options.outputDir === undefined) {
      terminal.write(templateText(shown, rendered?.format === 'helm' && options.showOnly === undefined, showSecrets));
      return;
    }
    const folder = resolve(context.folder, options.outputDir, options.releaseName === true ? name : '');
    for (const path of await writeManifests(shown, folder, showSecrets)) terminal.write(`wrote ${path}\n`);
  },
});
