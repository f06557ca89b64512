import { checkStorageMetadata, failureOf, storageConflict, storageValueTooLarge } from '@sherpack/plugin-api';
import type {
  KubernetesObject, ObjectRef, PutCondition, ReadCluster, StorageDriver, StorageDriverFactory, StorageKey, StorageQuery, WriteCluster,
} from '@sherpack/plugin-api';
import { compareEntries } from '../compare-keys.ts';
import { errors } from '../errors.ts';
import { dataOf, matches, objectRef, selectorOf, toEntry, toObject } from './entry-object.ts';
import type { EntryKind } from './entry-object.ts';

/** Below the API server's limit on the data of one object (1,048,576 bytes), with room for what surrounds it. */
const MAX_VALUE_BYTES = 1_000_000;

/** Keeps every value in an object of its own, in the namespace of the release. */
export function objectDriver(name: string, kind: EntryKind): StorageDriverFactory {
  return {
    async open({ access, readOnly }) {
      if (!readOnly) return createDriver(name, kind, await access.cluster('write'));
      return createDriver(name, kind, await access.cluster('read'));
    },
  };
}

function createDriver(name: string, kind: EntryKind, cluster: ReadCluster | WriteCluster): StorageDriver {
  return {
    name,
    maxValueBytes: MAX_VALUE_BYTES,
    serverLimit: `the API server takes 1,048,576 bytes of data in a ${kind.kind}`,
    async get(key) {
      const object = await cluster.get(objectRef(kind, key));
      const entry = object === undefined ? undefined : toEntry(object);
      return object === undefined || entry === undefined ? undefined : { ...entry, data: dataOf(kind, object) };
    },
    list: (query) => listEntries(cluster, kind, query),
    async put(key, data, metadata, { expect }) {
      checkStorageMetadata(metadata);
      if (data.length > MAX_VALUE_BYTES) throw storageValueTooLarge(describe(key), data.length, MAX_VALUE_BYTES);
      const object = toObject(kind, key, data, metadata, expect === 'absent' ? undefined : expect.version);
      return write(writable(cluster), key, object, expect);
    },
    delete: (key, condition) => remove(writable(cluster), objectRef(kind, key), key, condition?.version),
    close: async () => undefined,
  };
}

/** Writing through a read-only store is a mistake of the caller, caught by the view that has no such methods. */
function writable(cluster: ReadCluster | WriteCluster): WriteCluster {
  return cluster as WriteCluster;
}

async function listEntries(cluster: ReadCluster, { kind }: EntryKind, query: StorageQuery) {
  const options = { labelSelector: selectorOf(query), metadataOnly: true, ...(query.namespace === undefined ? {} : { namespace: query.namespace }) };
  const { items } = await cluster.list({ apiVersion: 'v1', kind }, options);
  const entries = items.flatMap((item) => toEntry(item) ?? []);
  return entries.filter((entry) => matches(entry, query)).toSorted(compareEntries);
}

async function write(cluster: WriteCluster, key: StorageKey, desired: KubernetesObject, expect: PutCondition['expect']): Promise<string> {
  try {
    const { object } = expect === 'absent' ? await cluster.create(desired) : await cluster.replace(desired);
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

async function remove(cluster: WriteCluster, ref: ObjectRef, key: StorageKey, version: string | undefined): Promise<boolean> {
  try {
    const gone = await cluster.delete(ref, version === undefined ? {} : { resourceVersion: version });
    if (!gone && version !== undefined) throw storageConflict(describe(key));
    return gone;
  } catch (error) {
    throw failureOf(error)?.status === 409 ? storageConflict(describe(key), error) : error;
  }
}

function describe(key: StorageKey): string {
  return `"${key.name}" of release "${key.release.name}" in namespace "${key.release.namespace}"`;
}
