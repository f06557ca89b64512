import { dialer } from '@sherpack/control-plane/connection';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { expect, it } from 'vitest';
import { readTables, type Get } from '../scripts/read-tables.ts';
import type { CompactType } from './schemas/compact-type.ts';
import { without } from './schemas/json-path.ts';
import kinds from './schemas/kinds.json' with { type: 'json' };
import types from './schemas/types.json' with { type: 'json' };

function getter({ connection }: ControlPlane): { get: Get; close: () => void } {
  const { dial, close } = dialer(connection.access);
  const get: Get = (path, accept) => new Promise((resolve, reject) => {
    dial({ method: 'GET', path, headers: { accept } }).on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
    }).end();
  });
  return { get, close };
}

/** What OpenAPI tells: types, list types and keys, required fields, allowed values, defaults, patch strategies. */
function asOpenApiTells(table: Readonly<Record<string, CompactType>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).map(([name, { f: fields, ...type }]) => {
    const told = Object.entries(fields ?? {}).map(([field, rest]) => [field, without(rest, 'e', 'b')] as const);
    return [name, { ...type, f: Object.fromEntries(told.toSorted(([a], [b]) => (a < b ? -1 : 1))) }];
  }));
}

describeControlPlane('the committed table of schemas', { own: true, controllers: false, nodes: 0 }, (controlPlane) => {
  it('has every kind that the server serves, with all that its OpenAPI document says of it', async () => {
    const { get, close } = getter(controlPlane());
    try {
      const fresh = await readTables(get, {});
      expect(fresh.kinds).toEqual(kinds);
      expect(Object.keys(fresh.types).length).toBeGreaterThan(500);
      expect(asOpenApiTells(fresh.types)).toEqual(asOpenApiTells(types as unknown as Record<string, CompactType>));
    } finally {
      close();
    }
  });
});
