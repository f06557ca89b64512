import { testFile } from './file-text.ts';
import type { PluginKind } from './plugin-files.ts';

/** A plugin that brings a storage driver. It keeps its values in memory until the author puts a real store there. */
export const storageDriverKind: PluginKind = {
  summary: (name) => `Keeps Sherpack releases in ${name}`,
  manifest: (name) => ({ extensions: { 'storage-driver': [name] } }),
  readme: (name) => `Storage driver \`${name}\` for the releases of Sherpack.

\`\`\`yaml
# sherpack.config.yaml
plugins: [${name}]
storage:
  driver: ${name}
\`\`\`
`,
  files: (name) => ({
    'src/plugin.ts': `import { definePlugin, storageDrivers } from '@sherpack/plugin-api';

export default definePlugin({
  name: '${name}',
  apiVersion: '^1',
  setup(sherpack) {
    sherpack.provide(storageDrivers, '${name}', () => import('./drivers/${name}.ts'));
  },
});
`,
    [`src/drivers/${name}.ts`]: driverFile(name),
    'src/plugin.test.ts': testFile([
      `import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';`,
      `import { createDriver } from './drivers/${name}.ts';`,
    ], `describe('storage driver ${name}', () => {
  const driver = createDriver();
  testStorageDriver(async () => driver, { describe, it, expect });
});
`),
  }),
};

function driverFile(name: string): string {
  return `import type {
  PutCondition, StorageDriver, StorageDriverFactory, StorageEntry, StorageKey, StorageMetadata, StorageQuery, StoredValue,
} from '@sherpack/plugin-api';
import { checkStorageMetadata, storageConflict } from '@sherpack/plugin-api';

/** Put your store in the place of the map. What counts is that \`put\` and \`delete\` compare and write in one step. */
export function createDriver(): StorageDriver {
  const values = new Map<string, StoredValue>();
  let writes = 0;

  function check(id: string, expected: string | undefined): void {
    if (values.get(id)?.version !== expected) throw storageConflict(id);
  }

  return {
    name: '${name}',
    maxValueBytes: undefined,
    get: async (key) => values.get(idOf(key)),
    list: async (query) => [...values.values()].filter((value) => fits(value, query)).sort(byKey).map(withoutData),
    async put(key: StorageKey, data: Uint8Array, metadata: StorageMetadata, { expect }: PutCondition) {
      checkStorageMetadata(metadata);
      check(idOf(key), expect === 'absent' ? undefined : expect.version);
      const version = String(++writes);
      values.set(idOf(key), { key, data: data.slice(), metadata, version });
      return version;
    },
    async delete(key, condition) {
      if (condition !== undefined) check(idOf(key), condition.version);
      return values.delete(idOf(key));
    },
    close: async () => {},
  };
}

function idOf({ release, name }: StorageKey): string {
  return \`\${release.namespace}/\${release.name}/\${name}\`;
}

function fits({ key }: StorageEntry, { namespace, release, prefix = '' }: StorageQuery): boolean {
  if (namespace !== undefined && key.release.namespace !== namespace) return false;
  if (release !== undefined && key.release.name !== release) return false;
  return key.name.startsWith(prefix);
}

function byKey(a: StorageEntry, b: StorageEntry): number {
  return idOf(a.key) < idOf(b.key) ? -1 : 1;
}

function withoutData({ key, metadata, version }: StoredValue): StorageEntry {
  return { key, metadata, version };
}

const factory: StorageDriverFactory = { open: async () => createDriver() };

export default factory;
`;
}
