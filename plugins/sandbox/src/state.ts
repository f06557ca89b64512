import { findRunning, kubeconfigFile, serverAddress } from './running-server.ts';
import type { Sandbox } from './sandboxes.ts';

/** What the commands print of a sandbox. */
export interface SandboxState {
  readonly name: string;
  readonly running: boolean;
  /** Null when it is not served. */
  readonly server: string | null;
  readonly kubeconfig: string | null;
  readonly folder: string;
}

export async function stateOf(sandbox: Sandbox): Promise<SandboxState> {
  const running = await findRunning(sandbox);
  return {
    name: sandbox.name,
    running: running !== undefined,
    server: running === undefined ? null : serverAddress(running),
    kubeconfig: running === undefined ? null : kubeconfigFile(sandbox),
    folder: sandbox.folder,
  };
}

export function linesOf(state: SandboxState): string {
  const { name, running, server, kubeconfig, folder } = state;
  if (!running) return `sandbox "${name}" is not served\nfolder      ${folder}\n`;
  return `sandbox "${name}" is served\nserver      ${server}\nkubeconfig  ${kubeconfig}\nfolder      ${folder}\n`;
}
