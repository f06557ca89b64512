// Writes src/schemas/columns.json from a running Kubernetes API server: the columns that it prints for each built-in kind.
//   node --import jiti/register scripts/generate-tables.ts URL
// URL is the server without credentials, as `kubectl proxy` gives it.
import fs from 'node:fs';
import path from 'node:path';
import kinds from '../src/schemas/kinds.json' with { type: 'json' };

interface Column {
  name: string;
  type: string;
  format: string;
  description: string;
  priority: number;
}

const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const [server] = process.argv.slice(2);
if (!server) throw new Error('usage: generate-tables.ts URL');
void main(server);

/** Descriptions repeat from kind to kind, so each is written once and then named by its place. */
async function main(url: string): Promise<void> {
  const descriptions: string[] = [];
  const tables = await readTables(url);
  const compact = Object.entries(tables).map(([bucket, columns]) => [bucket, columns.map((column) => {
    if (!descriptions.includes(column.description)) descriptions.push(column.description);
    return [column.name, column.type, column.format, column.priority, descriptions.indexOf(column.description)];
  })]);
  const lines = compact.map(([bucket, columns]) => `${JSON.stringify(bucket)}:${JSON.stringify(columns)}`);
  const text = `{"descriptions":[\n${descriptions.map((one) => JSON.stringify(one)).join(',\n')}\n],\n"kinds":{\n${lines.join(',\n')}\n}}\n`;
  fs.writeFileSync(path.join(import.meta.dirname, '../src/schemas/columns.json'), text);
}

async function readTables(url: string): Promise<Record<string, Column[]>> {
  const tables: Record<string, Column[]> = {};
  for (const { name: group, versions } of kinds) {
    for (const { version, resources } of versions) {
      for (const { plural } of resources.filter((resource) => resource.verbs.includes('list') && resource.verbs.includes('get'))) {
        const response = await fetch(`${url}/${group === '' ? `api/${version}` : `apis/${group}/${version}`}/${plural}?limit=1`, { headers: { accept } });
        const { columnDefinitions } = (await response.json()) as { columnDefinitions: Column[] };
        tables[group === '' ? plural : `${plural}.${group}`] ??= columnDefinitions;
      }
    }
  }
  return tables;
}
