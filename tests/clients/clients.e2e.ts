import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findControlPlane } from '@sherpack/control-plane/find';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './compare.ts';
import { readScript } from './script.ts';
import { openWorld, type World } from './world.ts';

const SCRIPTS = fileURLToPath(new URL('./scripts', import.meta.url));
const found = findControlPlane();
const isPossible = found.available && found.source !== 'kubeconfig';
const note = isPossible ? '' : ` (skipped: ${found.available ? 'an existing cluster is not empty' : found.reason})`;

/** Longer than the start takes by far, because the first one on a machine builds the servers. */
const BUILD_MS = 30 * 60_000;

describe.skipIf(!isPossible)(`official clients see the same on the sandbox and on a real control plane${note}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  }, BUILD_MS);
  afterAll(() => world?.close());

  for (const name of ['workloads', 'cluster', 'helm']) {
    describe.each(readScript(join(SCRIPTS, `${name}.txt`)))(`${name}: $title`, ({ steps }) => {
      it.each(steps)('$line', { timeout: 120_000 }, async (step) => {
        const { sandbox, real } = await ask(step, world.sandbox, world.real);
        expect(sandbox).toBe(real);
      });
    });
  }
});
