import { fileURLToPath } from 'node:url';
import type { ProcessGroup } from '../process-group.ts';
import { sourceFlags } from '../source-flags.ts';

/**
 * Starts the fake kubelet as a process of its own: a test that blocks its own process (`execFileSync('kubectl', …)`)
 * must not stop the nodes, whose log server would have to answer that very kubectl.
 */
export function startKubelet(group: ProcessGroup, kubeconfig: string, nodes: number): void {
  const entry = fileURLToPath(new URL('main.ts', import.meta.url));
  group.start('fake-kubelet', process.execPath, [...sourceFlags(), entry, kubeconfig, String(nodes)], { NODE_OPTIONS: '' });
}
