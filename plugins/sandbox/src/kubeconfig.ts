import type { RunningServer } from './running-server.ts';
import { serverAddress } from './running-server.ts';

/**
 * A kubeconfig with the context `sandbox-<name>`. The token stands in the path: kubectl and helm, unlike others, send no
 * credentials over plain HTTP, and nothing else than this machine can reach the port.
 */
export function kubeconfigText(name: string, server: RunningServer): string {
  const context = `sandbox-${name}`;
  return `apiVersion: v1
kind: Config
clusters:
- name: ${context}
  cluster:
    server: ${serverAddress(server)}/token/${server.token}
users:
- name: ${context}
  user: {}
contexts:
- name: ${context}
  context:
    cluster: ${context}
    user: ${context}
    namespace: default
current-context: ${context}
`;
}
