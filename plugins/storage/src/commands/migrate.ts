import { defineCommand } from '@sherpack/plugin-api';
import type { Release } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { migrateRelease, sourceOf } from '../migrate/migrate-releases.ts';
import type { Migrated, Migration } from '../migrate/migrate-releases.ts';
import { parsePlace } from '../migrate/place.ts';
import { namespaceIn } from '../namespace-in.ts';
import { openParts } from '../open-store.ts';
import { releasesIn } from '../releases-in.ts';
import { storageServices } from '../storage-service.ts';

const COLUMNS = [
  { title: 'NAMESPACE', value: ({ release }: Migrated) => release.namespace },
  { title: 'NAME', value: ({ release }: Migrated) => release.name },
  { title: 'REVISIONS', value: ({ revisions }: Migrated) => String(revisions) },
  { title: 'DONE', value: ({ done }: Migrated) => done },
];

export const command = defineCommand({
  description: 'Moves the records of a release: into chunks, to another driver, or from Helm and Sherpack 0.4. What was written is read back before anything old is given up; interrupted, it goes on when it is run again.',
  arguments: [{ name: 'release', description: 'Name of the release', completes: 'release' }],
  options: {
    chunked: { type: 'boolean', description: 'Write the records anew, in chunks that revisions share' },
    to: { type: 'string', placeholder: 'DRIVER[:TARGET]', description: 'Move to this driver: secrets, configmap, file:/folder, sql:postgres://…' },
    from: { type: 'string', choices: ['helm', 'sherpack-0.4'], description: 'Take the history over from there; its objects stay as they are' },
    all: { type: 'boolean', description: 'All releases of the namespace' },
    allNamespaces: { type: 'boolean', alias: 'A', description: 'With --all: of every namespace' },
    dryRun: { type: 'boolean', description: 'Only say what would be done' },
  },
  examples: [
    { command: 'sherpack migrate myrelease --chunked', does: 'converts the records of a release to chunks' },
    { command: 'sherpack migrate myrelease --from helm', does: 'takes a release of Helm over with its history' },
  ],
  cluster: 'write',
  uses: { storageServices },
  async run(context) {
    const { args, options, terminal } = context;
    const migration = migrationOf(options);
    const services = await context.services.storageServices();
    const namespace = options.allNamespaces === true ? undefined : await namespaceIn(context);
    const releases = options.all === true ? await allOf(namespace) : [oneOf(args['release'], namespace)];

    async function allOf(within: string | undefined): Promise<readonly Release[]> {
      if (migration.from !== undefined) return sourceOf(migration.from, context).releases(within);
      return releasesIn((await openParts(services, context, {})).driver, within);
    }

    const done: Migrated[] = [];
    try {
      for (const release of releases) done.push(await migrateRelease(release, migration, { services, access: context }));
    } finally {
      // Also of what was done before one of them failed.
      if (done.length > 0 || releases.length === 0) await context.print(done.map(({ release, ...rest }) => ({ ...release, ...rest })), () => terminal.table(done, COLUMNS));
    }
    if (migration.from === 'sherpack-0.4' && !migration.dryRun) context.log.info('Upgrade them with --take-ownership the first time: their objects bear no mark of their release.');
  },
});

function migrationOf({ chunked, to, from, dryRun }: { readonly chunked?: boolean | undefined; readonly to?: string | undefined; readonly from?: string | undefined; readonly dryRun?: boolean | undefined }): Migration {
  if (chunked !== true && to === undefined && from === undefined) throw errors.MIGRATE_INCOMPLETE('neither --chunked, --to nor --from says what to do');
  if (chunked === true && (to !== undefined || from !== undefined)) throw errors.MIGRATE_INCOMPLETE('--chunked goes with neither --to nor --from: what is moved is in chunks anyway');
  return { to: to === undefined ? undefined : parsePlace(to), from: from as Migration['from'], dryRun: dryRun === true };
}

function oneOf(name: string | undefined, namespace: string | undefined): Release {
  if (name === undefined) throw errors.MIGRATE_INCOMPLETE('no release is named');
  return { name, namespace: namespace ?? 'default' };
}
