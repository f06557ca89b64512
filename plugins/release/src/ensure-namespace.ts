import { failureOf } from '@sherpack/plugin-api';
import type { StoreContext } from '@sherpack/plugin-api';

/**
 * `--create-namespace`: the record lies in the namespace, so it must be there before anything is stored.
 *
 * @param check run before the first write, which this is
 */
export async function ensureNamespace(context: StoreContext, check: () => Promise<void>): Promise<void> {
  const { flags, release } = context.operation;
  if (flags.createNamespace !== true || release === undefined) return;
  const cluster = await context.cluster('write');
  const name = release.namespace;
  if ((await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name })) !== undefined) return;
  await check();
  try {
    await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { name } } });
  } catch (error) {
    if (failureOf(error)?.reason !== 'AlreadyExists') throw error;
  }
}
