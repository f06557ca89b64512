// Writes src/record/dictionary-1.ts from the example packs and the pack that `sherpack create` makes; run in the root:
//   node --conditions sherpack-source --import jiti/register plugins/storage/scripts/generate-dictionary.ts
// examples/packs/web is left out: the benchmark `storage` measures it. What is written may serve a new number only; a
// dictionary with which records were written must stay as it is.
import { Buffer } from 'node:buffer';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PackFile } from '@sherpack/plugin-api';
import none from '../src/compressions/none.ts';
import { diffBytes } from '../src/content/delta.ts';
import { encodeFiles } from '../src/record/pack-files.ts';
import { restoreRecord } from '../src/record/restore.ts';
import { squeeze } from '../src/record/squeeze.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const CLI = path.join(ROOT, 'core/cli/bin/sherpack.js');
const TARGET = path.join(import.meta.dirname, '../src/record/dictionary-1.ts');
/** The window of deflate: what lies further back is never found. */
const SIZE = 32 * 1024;
/** What stands later in the dictionary already, and is at least as long, is left out. */
const REPEATED = 40;
const WIDTH = 150;
/** What resembles most packs comes last: it is what is reached longest. */
const PACKS = ['gotemplate', 'waves', 'platform', 'stateful'] as const;
const HEAD = '{"editions":"1-2:2,3","epoch":3,"lease":{"epoch":3,"holder":"localhost/","until":1},"revision":1,"schema":1,"summary":{"appVersion":"1.0.0","description":"Install complete","labels":{},"packName":"app","packVersion":"1.0.0","release":{"name":"app","namespace":"default"},"revision":1,"status":"deployed","updated":"2026-01-01T00:00:00.000Z"}}'
  + '"description":"Upgrade complete","status":"superseded","packVersion":"0.1.0","status":"pending-install","status":"pending-upgrade"';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sherpack-dictionary-'));
try {
  await main();
} finally {
  fs.rmSync(folder, { recursive: true });
}

async function main(): Promise<void> {
  sherpack('create', 'app', '--destination', folder);
  const packs = [...PACKS.map((name) => path.join(ROOT, 'examples/packs', name)), path.join(folder, 'app')];
  const records: Buffer[] = [];
  for (const pack of packs) records.push(await recordOf(pack));
  const files = await Promise.all(packs.map(async (pack) => Buffer.from((await encodeFiles(filesIn(pack), new Set(), unsealed)).content)));
  write(withoutRepetition([...files, ...records, Buffer.from(HEAD)]));
}

function sherpack(...args: readonly string[]): void {
  execFileSync(process.execPath, [CLI, ...args], { stdio: 'ignore', env: { ...process.env, HOME: folder, XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder } });
}

function unsealed(): never {
  throw new Error('no example marks a value as secret');
}

/** The record of the pack's first revision, without its identities. */
async function recordOf(pack: string): Promise<Buffer> {
  const place = path.join(folder, path.basename(pack));
  const config = path.join(folder, 'sherpack.config.json');
  fs.writeFileSync(config, JSON.stringify({ storage: { driver: 'file', compression: 'none', chunking: { enabled: false }, file: { path: `${place}-records` } } }));
  sherpack('install', 'app', pack, '--cluster', 'sandbox', '--sandbox', path.basename(pack), '--config', config, '--set', 'ingress.enabled=true', '--set', 'autoscaling.enabled=true');
  const stored = fs.readdirSync(`${place}-records/default/app`).filter((name) => name.startsWith('revision'));
  const entry = fs.readFileSync(`${place}-records/default/app/${stored.at(-1) ?? ''}`);
  const { json } = await restoreRecord(dataOf(entry), pack, unsealed, { compression: async () => none });
  const { bytes, tail } = squeeze(json);
  return Buffer.from(bytes.subarray(0, bytes.length - tail));
}

/** What the driver `file` keeps behind its line of metadata. */
function dataOf(entry: Buffer): Buffer {
  return entry.subarray(entry.indexOf('\n') + 1);
}

function filesIn(pack: string): readonly PackFile[] {
  const found = fs.readdirSync(pack, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return found.map((entry) => path.join(entry.parentPath, entry.name)).map((file) => ({ path: path.relative(pack, file), content: fs.readFileSync(file) }));
}

/** From the end to the beginning, each without what stands behind it already. */
function withoutRepetition(samples: readonly Buffer[]): Buffer {
  const whole = samples.reduceRight((behind, sample) => {
    const own = diffBytes(behind, sample).filter((step) => 'add' in step || step.length < REPEATED);
    return Buffer.concat([...own.map((step) => ('add' in step ? step.add : behind.subarray(step.copy, step.copy + step.length))), behind]);
  }, Buffer.alloc(0));
  return whole.subarray(-SIZE);
}

function write(dictionary: Buffer): void {
  const text = gzipSync(dictionary, { level: 9 }).toString('base64');
  const lines = text.match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? [];
  fs.writeFileSync(TARGET, `/** Made by scripts/generate-dictionary.ts, never to be changed: ${dictionary.length} bytes, by gzip, in base64. */\nexport const DICTIONARY = [\n${lines.map((line) => `  '${line}',\n`).join('')}].join('');\n`);
}
