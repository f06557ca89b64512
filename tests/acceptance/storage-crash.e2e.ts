import { testNamespace } from '@sherpack/control-plane/fixture';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import kubernetes from '@sherpack/plugin-kubernetes/kubernetes';
import configmap from '@sherpack/plugin-storage/drivers/configmap';
import secrets from '@sherpack/plugin-storage/drivers/secrets';
import { expect, it } from 'vitest';
import { SIZES, crashEverywhere } from '../../plugins/storage/fixtures/crash.ts';

const SILENT = Object.freeze({ debug: () => undefined, info: () => undefined, warn: () => undefined });
const CLOCK = Object.freeze({ now: () => Date.now(), sleep: (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms)) });
/** Every point with --full; else a few of each kind by turns. */
const STEP = process.env['SHERPACK_FULL'] === '1' ? 1 : 13;
const CASES = ([['secrets', secrets], ['configmap', configmap]] as const).flatMap(([name, factory]) => SIZES.map((size) => ({ name, factory, size, revisions: size.name })));

describeControlPlane('a process that dies or has trouble while it writes on a real API server', { nodes: 0 }, (plane) => {
  it.each(CASES)('loses nothing, shows nothing half, leaves nothing behind: $revisions revisions with the driver $name', { timeout: 1_800_000 }, async ({ name, factory, size }) => {
    const { name: namespace, kubeconfig, cleanup } = await testNamespace(plane(), { prefix: 'crash' });
    const cluster = await kubernetes.connect({ selection: { kubeconfig }, clock: CLOCK, log: SILENT });
    const open = () => factory.open({ access: { cluster: async () => cluster as never }, options: {}, readOnly: false });
    try {
      const { calls, tried, points, wrong } = await crashEverywhere({ open, namespace, size, step: STEP });
      process.stderr.write(`${name}, ${size.name}: killed or in trouble at ${tried} of ${points} points around ${calls} calls, ${wrong.length} failures\n`);
      expect(wrong).toEqual([]);
    } finally {
      await cluster.close();
      await cleanup();
    }
  });
});
