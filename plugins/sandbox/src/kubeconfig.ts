import { kubeconfigFor } from './http/listen.ts';
import type { RunningServer } from './running-server.ts';
import { serverAddress } from './running-server.ts';

/** The server's kubeconfig, under a context of the sandbox's own: `sandbox-<name>`. */
export function kubeconfigText(name: string, server: RunningServer): string {
  return kubeconfigFor(serverAddress(server), server.token).replaceAll('sherpack-sandbox', `sandbox-${name}`);
}
