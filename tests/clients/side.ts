import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '@sherpack/control-plane/run';
import { helmPath, kubectlPath } from '@sherpack/control-plane/tools';
import { normalise } from './normalise.ts';
import type { Step } from './script.ts';

/** One of the two clusters that are compared, as its clients see it. */
export interface Side {
  /** What a command printed and how it ended, comparable with the other side's. */
  say(step: Step): Promise<string>;
}

export interface SideOptions {
  readonly kubeconfig: string;
  /** Name of the one node. */
  readonly node: string;
  /** A folder of this side alone. */
  readonly home: string;
  /** Where commands run. */
  readonly folder: string;
  readonly namespace: string;
}

/** Fits out a cluster with a namespace and with clients that have no settings but their own. */
export async function openSide(options: SideOptions): Promise<Side> {
  const { home, folder, node, namespace } = options;
  mkdirSync(home, { recursive: true });
  const kubeconfig = join(home, 'kubeconfig');
  copyFileSync(options.kubeconfig, kubeconfig);
  const programs: Readonly<Record<string, string>> = { kubectl: await kubectlPath(), helm: await helmPath() };
  const env = { HOME: home, TZ: 'UTC', KUBE_EDITOR: `sh ${join(folder, 'editor.sh')}`, KUBECTL_EXTERNAL_DIFF: 'diff -U 2 -N --label live --label merged', NO_COLOR: '1' };

  async function call([program = '', ...args]: readonly string[]): Promise<string> {
    const command = programs[program];
    if (command === undefined) throw new Error(`${program} is neither kubectl nor helm`);
    const { code, stdout, stderr } = await run(command, args.map((word) => (word === 'NODE' ? node : word)), { kubeconfig, cwd: folder, env });
    return `${stdout}${stderr === '' ? '' : `--- on standard error:\n${stderr}`}${code === 0 ? '' : `--- ended with ${code}\n`}`;
  }

  await call(['kubectl', 'create', 'namespace', namespace]);
  await call(['kubectl', 'config', 'set-context', '--current', `--namespace=${namespace}`]);
  await call(['kubectl', 'wait', '--for=create', 'serviceaccount/default', '--timeout=60s']);
  return { say: async (step) => normalise(step.line, await call(step.args), node) };
}
