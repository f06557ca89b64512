import { Writable } from 'node:stream';
import { releaseStores } from '@sherpack/plugin-api';
import type { RawArguments } from '../arguments/parse-arguments.ts';
import { createOptionSet } from '../arguments/option-set.ts';
import { readOptions } from '../arguments/read-options.ts';
import { layConfig } from '../config/load-config.ts';
import { globalPart } from '../invocation.ts';
import type { Setup } from '../setup.ts';
import { startKernel } from '../start-kernel.ts';
import { createConsole } from '../terminal/terminal.ts';
import type { World } from '../world.ts';

/** Somebody waits with a finger on the tab key. */
const PATIENCE_MS = 2000;

/** The releases of the namespace that the line names. Best effort: a cluster that is slow or not there gives none. */
export async function releaseNames(setup: Setup, flags: RawArguments['flags'], world: World): Promise<readonly string[]> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const given = ask(setup, flags, world, patience).catch(() => []);
  const nothing = new Promise<readonly string[]>((resolve) => {
    patience.addEventListener('abort', () => resolve([]), { once: true });
  });
  return Promise.race([given, nothing]);
}

async function ask(setup: Setup, flags: RawArguments['flags'], world: World, signal: AbortSignal): Promise<readonly string[]> {
  const global = readOptions(flags, createOptionSet('', [globalPart]));
  const config = layConfig(world, global, setup.files);
  const silent: World = { ...world, stdout: sink(), stderr: sink() };
  const { terminal } = createConsole({ world: silent, color: 'never', quiet: true, signal });
  const log = { debug: () => {}, info: () => {}, warn: () => {} };
  const kernel = await startKernel({ setup, config, global, world, terminal, log });
  const access = kernel.access('read');
  const stores = await kernel.service(releaseStores);
  const store = await stores.open(access);
  const { namespace } = await access.cluster('read');
  const summaries = await store.summaries({ namespace: config.isGiven('namespace') ? config.values.namespace : namespace });
  return [...new Set(summaries.map(({ release }) => release.name))];
}

function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
