import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../schemas/catalog.ts';
import { testClient } from '../test-client.ts';
import { hasCell } from './table.ts';

const asTable = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };

const { columns } = await loadCatalog();

describe('tables', () => {
  it.each(Object.entries(columns))('have a cell for every column that the real server prints of %s', (bucket, definitions) => {
    expect(definitions.filter(({ name }) => !hasCell(bucket, name)).map(({ name }) => name)).toEqual([]);
  });

  it('count a sidecar as a container and say what an init container waits for', async () => {
    const client = await testClient();
    const containers = [{ name: 'main', image: 'i' }];
    const initContainers = [{ name: 'side', image: 'i', restartPolicy: 'Always' }];
    await client.call('POST', '/api/v1/namespaces/default/pods', { metadata: { name: 'p' }, spec: { containers, initContainers } });
    await client.pass(2000);
    const table = await client.call('GET', '/api/v1/namespaces/default/pods', undefined, asTable);
    const [row] = (table.body as unknown as { rows: { cells: unknown[] }[] }).rows;
    expect(row?.cells.slice(0, 4)).toEqual(['p', '2/2', 'Running', '0']);
  });
});
