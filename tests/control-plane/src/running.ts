import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './lock.ts';

/** What another process needs to use a control plane that runs. Written when it is ready. */
export interface RunningState {
  readonly pid: number;
  readonly server: string;
  readonly version: string;
  readonly etcdEndpoint: string;
}

const file = 'control-plane.json';

export function writeRunning(folder: string, state: RunningState): void {
  const path = join(folder, file);
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** The state of the control plane in this folder; undefined when none runs there. */
export function runningFolder(folder: string): RunningState | undefined {
  try {
    const state = JSON.parse(readFileSync(join(folder, file), 'utf8')) as RunningState;
    return isAlive(state.pid) ? state : undefined;
  } catch {
    return undefined;
  }
}
