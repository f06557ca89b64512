import type { KubernetesObject, ReadCluster } from '@sherpack/plugin-api';
import { textAt } from './object-status.ts';

export interface BindingModes {
  /** Undefined while it is not known; asked for in the background. */
  readonly get: (storageClass: string | undefined) => string | undefined;
  onChange(changed: () => void, signal: AbortSignal): void;
  /** Knows that of the claim's class afterwards. */
  prepare(claim: KubernetesObject | undefined): Promise<void>;
}

/** When storage classes bind: at once or with the first consumer. Each is asked for once. */
export function createBindingModes(cluster: Pick<ReadCluster, 'get'>): BindingModes {
  const modes = new Map<string, string | undefined>();
  const asked = new Map<string, Promise<void>>();
  const listeners = new Set<() => void>();

  function ask(name: string): Promise<void> {
    const known = asked.get(name);
    if (known !== undefined) return known;
    const question = fetchMode(name);
    asked.set(name, question);
    return question;
  }

  async function fetchMode(name: string): Promise<void> {
    const found = await cluster.get({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name }).catch(() => undefined);
    modes.set(name, textAt(found, 'volumeBindingMode'));
    for (const changed of listeners) changed();
  }

  return {
    get(name) {
      if (name === undefined || name === '') return undefined;
      void ask(name);
      return modes.get(name);
    },
    onChange(changed, signal) {
      listeners.add(changed);
      signal.addEventListener('abort', () => listeners.delete(changed), { once: true });
    },
    async prepare(claim) {
      const name = claim?.kind === 'PersistentVolumeClaim' ? textAt(claim, 'spec', 'storageClassName') : undefined;
      if (name !== undefined && name !== '') await ask(name);
    },
  };
}
