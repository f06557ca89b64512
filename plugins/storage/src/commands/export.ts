import { defineCommand } from '@sherpack/plugin-api';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { errors } from '../errors.ts';
import { exportToHelm } from '../helm/export-to-helm.ts';
import { inParallel } from '../in-parallel.ts';
import { namespaceIn } from '../namespace-in.ts';
import { openParts } from '../open-store.ts';
import { storageServices } from '../storage-service.ts';
import { nameOf } from '../store-parts.ts';

const REQUESTS_AT_ONCE = 8;

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
    const refs = secrets.map(({ metadata }) => ({ apiVersion: 'v1', kind: 'Secret', namespace: release.namespace, name: metadata.name ?? '' }));
    const there = await inParallel(refs, REQUESTS_AT_ONCE, (ref) => cluster.get(ref));
    const present = there.flatMap((secret) => secret?.metadata.name ?? []);
    if (present.length > 0 && options.force !== true) throw errors.EXPORT_EXISTS(nameOf(release), present);
    for (const [index, secret] of secrets.entries()) {
      const ref = refs[index];
      if (ref !== undefined && there[index] !== undefined) await cluster.delete(ref);
      await cluster.create(secret);
    }
    const names = secrets.map(({ metadata }) => metadata.name);
    return context.print(names, () => terminal.write(`${names.length} records of Helm written: see "helm history ${release.name}"\n`));
  },
});
