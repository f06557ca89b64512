import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './cache.ts';
import { withLock } from './lock.ts';
import { freePorts } from './port.ts';

/** A small registry that keeps all in memory and speaks the OCI distribution specification. */
const MODULE = 'github.com/google/go-containerregistry/cmd/registry@v0.20.6';

const run = promisify(execFile);

export interface OciRegistry {
  /** `127.0.0.1:40321` */
  readonly host: string;
  stop(): Promise<void>;
}

/** Why there can be no registry here, for the name of skipped tests; undefined: there can. */
export function missingForRegistry(): string | undefined {
  if (existsSync(binary())) return undefined;
  return spawnSync('go', ['version']).status === 0 ? undefined : 'needs Go to build a registry';
}

/** Starts a registry, which is built the first time: half a minute with empty caches. */
export async function startRegistry(): Promise<OciRegistry> {
  await build();
  const [port = 0] = await freePorts(1);
  const host = `127.0.0.1:${port}`;
  const child = spawn(binary(), ['-port', String(port)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await untilItAnswers(`http://${host}/v2/`);
  return {
    host,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

function binary(): string {
  return join(cacheFolder('tools', 'go-containerregistry-0.20.6'), 'registry');
}

async function build(): Promise<void> {
  const folder = cacheFolder('tools', 'go-containerregistry-0.20.6');
  await withLock(`${folder}.lock`, async () => {
    if (existsSync(binary())) return;
    const temporary = `${folder}.${process.pid}`;
    mkdirSync(temporary, { recursive: true });
    try {
      await run('go', ['install', MODULE], { env: { ...process.env, GOBIN: temporary, CGO_ENABLED: '0', GOFLAGS: '-trimpath -buildvcs=false', GOTOOLCHAIN: 'local' } });
      rmSync(folder, { recursive: true, force: true });
      renameSync(temporary, folder);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  });
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await fetch(url).then((answer) => answer.ok, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} does not answer`);
}
