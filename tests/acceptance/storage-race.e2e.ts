import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import kubernetes from '@sherpack/plugin-kubernetes/kubernetes';
import configmap from '@sherpack/plugin-storage/drivers/configmap';
import secrets from '@sherpack/plugin-storage/drivers/secrets';
import { expect, it } from 'vitest';
import { wrongAfterRace } from '../../plugins/storage/fixtures/race.ts';
import type { RaceTask } from '../../plugins/storage/fixtures/race.ts';

const WRITER = fileURLToPath(new URL('race-writer.ts', import.meta.url));
const SILENT = Object.freeze({ debug: () => undefined, info: () => undefined, warn: () => undefined });
const CLOCK = Object.freeze({ now: () => Date.now(), sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)) });
/** Together 200 revisions with --full. */
const EACH = process.env['SHERPACK_FULL'] === '1' ? 100 : 8;
const run = promisify(execFile);

describeControlPlane(`two processes that write the same release ${2 * EACH} times on a real API server`, { nodes: 0 }, (plane) => {
  it.each([['secrets', secrets], ['configmap', configmap]] as const)('lose and mix no revision with the driver %s', { timeout: 1_200_000 }, async (driver, factory) => {
    const folder = mkdtempSync(join(tmpdir(), 'sherpack-race-'));
    const { name: namespace, kubeconfig, cleanup } = await testNamespace(plane(), { prefix: 'race' });
    const release = { name: 'race', namespace };
    async function write(writer: string): Promise<void> {
      const task = join(folder, `${writer}.json`);
      writeFileSync(task, JSON.stringify({ driver, options: {}, writer, count: EACH, release, kubeconfig } satisfies RaceTask));
      await run(process.execPath, ['--conditions', 'sherpack-source', '--import', 'jiti/register', WRITER, task], { env: { ...process.env, NODE_OPTIONS: '' } });
    }
    try {
      await Promise.all(['a', 'b'].map(write));
      const cluster = await kubernetes.connect({ selection: { kubeconfig }, clock: CLOCK, log: SILENT });
      const opened = await factory.open({ access: { cluster: async () => cluster as never }, options: {}, readOnly: true });
      const wrong = await wrongAfterRace(opened, release, EACH);
      process.stderr.write(`${driver}: ${2 * EACH} revisions by two processes, ${wrong.length} of them lost, merged or damaged\n`);
      expect(wrong).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
      await cleanup();
    }
  });
});
