import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { waitFor } from '@sherpack/control-plane/wait';
import { isolatedHome } from '../scenarios/target.ts';
import { seededRandom } from '../seeded-random.ts';
import { seedOfRun } from './sample.ts';
import { startSandbox, type SandboxProcess } from './sandbox/server.ts';
import { Watcher } from './sandbox/watcher.ts';
import { Writer, type StoredMap } from './sandbox/writer.ts';

const KILLS = process.env['SHERPACK_FULL'] === '1' ? 200 : 12;
const WRITERS = 4;

interface Listed {
  readonly version: number;
  readonly objects: ReadonlyMap<string, StoredMap>;
}

async function list({ api }: SandboxProcess): Promise<Listed> {
  const { items, metadata } = await api.demand<{ items: StoredMap[]; metadata: { resourceVersion: string } }>('GET', '/api/v1/namespaces/default/configmaps');
  return { version: Number(metadata.resourceVersion), objects: new Map(items.map((item) => [item.metadata.name, item])) };
}

/** Lets all clients work for a while and kills the server under them. */
async function round(server: SandboxProcess, writers: readonly Writer[], watcher: Watcher, ms: number): Promise<void> {
  const work = Promise.all([...writers.map((writer) => writer.run(server.api)), watcher.run(server.api)]);
  await pause(ms);
  await server.kill();
  await work;
}

/** What is wrong after a restart, before anything new is written. */
async function check(server: SandboxProcess, writers: readonly Writer[], watcher: Watcher): Promise<string[]> {
  const { version, objects } = await list(server);
  const highest = Math.max(watcher.version, ...writers.map((writer) => writer.highest));
  const back = version < highest ? [`the version went back from ${highest} to ${version}`] : [];
  return [...back, ...writers.flatMap((writer) => writer.check(objects)), ...watcher.wrong.splice(0)];
}

describe('a sandbox that is killed while it is written to', () => {
  it(`has what it acknowledged, nothing by halves, and versions that only rise: ${KILLS} times`, { timeout: 1_800_000 }, async () => {
    const seed = seedOfRun();
    const random = seededRandom(seed);
    const home = isolatedHome();
    const state = home.env['XDG_STATE_HOME'] ?? '';
    const writers = Array.from({ length: WRITERS }, (_, i) => new Writer(`w${i}`, seededRandom(seed * WRITERS + i)));
    const watcher = new Watcher();
    const wrong: string[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const server = await startSandbox(home.env, state);
      wrong.push(...(await check(server, writers, watcher)).map((problem) => `after kill ${kill - 1}: ${problem}`));
      await round(server, writers, watcher, Math.floor(random() * 250));
    }
    const last = await startSandbox(home.env, state);
    wrong.push(...(await check(last, writers, watcher)));
    const watching = watcher.run(last.api);
    const { objects } = await list(last);
    await waitFor('the watcher to catch up', async () => (watcher.differences(objects).length === 0 ? true : undefined), { timeoutMs: 10_000 }).catch(() => wrong.push(...watcher.differences(objects)));
    await last.kill();
    await watching;
    home.remove();
    const acknowledged = writers.reduce((sum, writer) => sum + writer.acknowledged, 0);
    process.stdout.write(`killed ${KILLS} times, SHERPACK_SEED=${seed}: ${acknowledged} acknowledged writes, ${watcher.resumed} watches begun, ${watcher.relists} told to list again, ${wrong.length} failures\n`);
    expect(wrong).toEqual([]);
    expect(acknowledged).toBeGreaterThan(KILLS);
  });
});
