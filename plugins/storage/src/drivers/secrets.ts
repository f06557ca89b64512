import { checkStorageMetadata, failureOf, storageConflict, storageValueTooLarge } from '@sherpack/plugin-api';
import type {
  KubernetesObject, PutCondition, ReadCluster, StorageDriver, StorageDriverFactory, StorageKey, StorageQuery, WriteCluster,
} from '@sherpack/plugin-api';
import { compareEntries } from '../compare-keys.ts';
import { errors } from '../errors.ts';
import { dataOf, matches, secretRef, selectorOf, toEntry, toSecret } from './secret-object.ts';

/** Below the API server's limit on the data of a Secret (1,048,576 bytes), with room for what surrounds it. */
const MAX_VALUE_BYTES = 1_000_000;

const SECRETS = Object.freeze({ apiVersion: 'v1', kind: 'Secret' });

/** Keeps every value in a Secret of its own, in the namespace of the release. */
const factory: StorageDriverFactory = {
  async open({ access, readOnly }) {
    if (!readOnly) return createSecretsDriver(await access.cluster('write'));
    return createSecretsDriver(await access.cluster('read'));
  },
};

export default factory;

function createSecretsDriver(cluster: ReadCluster | WriteCluster): StorageDriver {
  return {
    name: 'secrets',
    maxValueBytes: MAX_VALUE_BYTES,
    serverLimit: 'the API server takes 1,048,576 bytes of data in a Secret',
    async get(key) {
      const secret = await cluster.get(secretRef(key));
      const entry = secret === undefined ? undefined : toEntry(secret);
      return secret === undefined || entry === undefined ? undefined : { ...entry, data: dataOf(secret) };
    },
    list: (query) => listEntries(cluster, query),
    async put(key, data, metadata, { expect }) {
      checkStorageMetadata(metadata);
      if (data.length > MAX_VALUE_BYTES) throw storageValueTooLarge(describe(key), data.length, MAX_VALUE_BYTES);
      const secret = toSecret(key, data, metadata, expect === 'absent' ? undefined : expect.version);
      return write(writable(cluster), key, secret, expect);
    },
    delete: (key, condition) => remove(writable(cluster), key, condition?.version),
    close: async () => undefined,
  };
}

/** Writing through a read-only store is a mistake of the caller, caught by the view that has no such methods. */
function writable(cluster: ReadCluster | WriteCluster): WriteCluster {
  return cluster as WriteCluster;
}

async function listEntries(cluster: ReadCluster, query: StorageQuery) {
  const options = { labelSelector: selectorOf(query), metadataOnly: true, ...(query.namespace === undefined ? {} : { namespace: query.namespace }) };
  const { items } = await cluster.list(SECRETS, options);
  const entries = items.flatMap((item) => toEntry(item) ?? []);
  return entries.filter((entry) => matches(entry, query)).toSorted(compareEntries);
}

async function write(cluster: WriteCluster, key: StorageKey, secret: KubernetesObject, expect: PutCondition['expect']): Promise<string> {
  try {
    const { object } = expect === 'absent' ? await cluster.create(secret) : await cluster.replace(secret);
    return object.metadata.resourceVersion ?? '';
  } catch (error) {
    throw explain(error, key, expect);
  }
}

function explain(error: unknown, key: StorageKey, expect: PutCondition['expect']): unknown {
  const status = failureOf(error)?.status;
  if (status === 409) return storageConflict(describe(key), error);
  if (status !== 404) return error;
  return expect === 'absent' ? errors.NAMESPACE_MISSING(key.release.namespace, error) : storageConflict(describe(key), error);
}

async function remove(cluster: WriteCluster, key: StorageKey, version: string | undefined): Promise<boolean> {
  try {
    const gone = await cluster.delete(secretRef(key), version === undefined ? {} : { resourceVersion: version });
    if (!gone && version !== undefined) throw storageConflict(describe(key));
    return gone;
  } catch (error) {
    throw failureOf(error)?.status === 409 ? storageConflict(describe(key), error) : error;
  }
}

function describe(key: StorageKey): string {
  return `"${key.name}" of release "${key.release.name}" in namespace "${key.release.namespace}"`;
}
