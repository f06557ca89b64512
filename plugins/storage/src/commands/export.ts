import { defineCommand } from '@sherpack/plugin-api';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { exportToHelm } from '../helm/export-to-helm.ts';
import { namespaceIn } from '../namespace-in.ts';
import { openParts } from '../open-store.ts';
import { storageServices } from '../storage-service.ts';

export const command = defineCommand({
  description: 'Writes the history of a release in the form of another tool. Helm\'s records go into the cluster, where Helm finds them, or are printed.',
  arguments: [{ name: 'release', description: 'Name of the release', required: true, completes: 'release' }],
  options: {
    format: { type: 'string', default: 'helm', choices: ['helm'], description: 'Of which tool' },
    print: { type: 'boolean', description: 'Print the Secrets instead of writing them; they hold what is secret in clear' },
    force: { type: 'boolean', description: 'Write over records of the same name' },
  },
  examples: [{ command: 'sherpack export myrelease --format helm', does: 'writes records that helm history and helm rollback read' }],
  cluster: 'write',
  uses: { storageServices },
  async run(context) {
    const { args, options, terminal } = context;
    const release = { name: args['release'] ?? '', namespace: await namespaceIn(context) };
    const parts = await openParts(await context.services.storageServices(), context, {});
    const secrets = await exportToHelm(release, parts);
    if (options.print === true) return context.print(secrets, () => terminal.write(secrets.map((secret) => `---\n${stringifyYaml(secret)}`).join('')));
    const cluster = await context.cluster('write');
    for (const secret of secrets) {
      const ref = { apiVersion: 'v1', kind: 'Secret', namespace: release.namespace, name: secret.metadata.name ?? '' };
      if (options.force === true) await cluster.delete(ref);
      await cluster.create(secret);
    }
    const names = secrets.map(({ metadata }) => metadata.name);
    return context.print(names, () => terminal.write(`${names.length} records of Helm written: see "helm history ${release.name}"\n`));
  },
});
