import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { testNamespace } from '@sherpack/control-plane/fixture';
import type { TestNamespace } from '@sherpack/control-plane/fixture';
import { isolatedHome, runSherpack } from '../scenarios/target.ts';
import type { CommandOutcome } from '../scenarios/scenario.ts';

/** A namespace, a home and a folder of one test, and the command line in them. */
export interface Stage {
  readonly space: TestNamespace;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  sherpack(args: readonly string[], options?: { readonly kubeconfig?: string; readonly signal?: AbortSignal }): Promise<CommandOutcome>;
  /** The same, and throws with all that was printed unless it ends with 0. */
  ok(args: readonly string[]): Promise<CommandOutcome>;
  end(): Promise<void>;
}

export async function openStage(plane: ControlPlane, prefix: string, clusterAdmin = false): Promise<Stage> {
  const home = isolatedHome();
  const folder = mkdtempSync(join(tmpdir(), `sherpack-${prefix}-`));
  const space = await testNamespace(plane, { prefix, clusterAdmin });

  function sherpack(args: readonly string[], { kubeconfig = space.kubeconfig, signal }: { readonly kubeconfig?: string; readonly signal?: AbortSignal } = {}) {
    return runSherpack(folder, [...args, '--kubeconfig', kubeconfig, '-n', space.name], home.env, signal);
  }

  return {
    space, folder, sherpack, env: home.env,
    async ok(args) {
      const outcome = await sherpack(args);
      if (outcome.code !== 0) throw new Error(`sherpack ${args.join(' ')} ended with ${outcome.code}\n${outcome.stdout}\n${outcome.stderr}`);
      return outcome;
    },
    async end() {
      await space.cleanup();
      home.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
