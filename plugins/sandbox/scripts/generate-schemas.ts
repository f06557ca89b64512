// Writes src/schemas/types.json and src/schemas/kinds.json from a running Kubernetes API server:
//   node --import jiti/register scripts/generate-schemas.ts URL GO_FIELDS
// URL is the server without credentials, as `kubectl proxy` gives it; GO_FIELDS is the output of scripts/go-fields
// (`go run . > fields.json`) for the same release.
import fs from 'node:fs';
import path from 'node:path';
import { readTables } from './read-tables.ts';

const [server, goFieldsFile] = process.argv.slice(2);
if (!server || !goFieldsFile) throw new Error('usage: generate-schemas.ts URL GO_FIELDS');
const target = path.join(import.meta.dirname, '../src/schemas');

void main(server, goFieldsFile);

async function main(url: string, goFields: string): Promise<void> {
  const get = async (place: string, accept: string): Promise<unknown> => (await fetch(url + place, { headers: { accept } })).json();
  const { kinds, types } = await readTables(get, JSON.parse(fs.readFileSync(goFields, 'utf8')) as Record<string, string[]>);
  write('kinds.json', kinds);
  write('types.json', types);
}

function write(name: string, value: object): void {
  const entries = Array.isArray(value) ? value.map((item) => JSON.stringify(item)) : Object.entries(value).map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  fs.writeFileSync(path.join(target, name), `${open}\n${entries.join(',\n')}\n${close}\n`);
}
