import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineService } from '@sherpack/plugin-api';
import type { SandboxConfig } from './config.ts';
import { errors } from './errors.ts';

/** Where the sandboxes of this user are, and how they are set. */
export interface Sandboxes {
  /** Holds one folder per sandbox. */
  readonly root: string;
  readonly defaultName: string;
  readonly config: Pick<SandboxConfig, 'kubeVersion' | 'controllers' | 'durability'>;
  /** @throws SANDBOX_NAME_INVALID */
  find(name?: string): Sandbox;
  /** Names of all that were ever used, sorted. */
  names(): Promise<readonly string[]>;
}

export interface Sandbox {
  readonly name: string;
  readonly folder: string;
}

/** For the commands of this plugin, which do not see the configuration. */
export const sandboxes = defineService<Sandboxes>('sandboxes');

const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

export function createSandboxes(config: SandboxConfig = {}, environment: Readonly<Record<string, string | undefined>> = process.env): Sandboxes {
  const root = rootOf(config, environment);
  const defaultName = config.name ?? 'default';
  return {
    root,
    defaultName,
    config,
    find(name = defaultName) {
      if (!NAME.test(name)) throw errors.NAME_INVALID(name);
      return { name, folder: join(root, name) };
    },
    names: () => namesIn(root),
  };
}

function rootOf(config: SandboxConfig, environment: Readonly<Record<string, string | undefined>>): string {
  const home = environment['HOME'] ?? homedir();
  const state = nonEmpty(environment['XDG_STATE_HOME']) ?? join(home, '.local', 'state');
  const given = nonEmpty(environment['SHERPACK_SANDBOX_FOLDER']) ?? config.folder;
  return resolve(given?.replace(/^~(?=\/|$)/, home) ?? join(state, 'sherpack', 'sandboxes'));
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

async function namesIn(root: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && NAME.test(entry.name)).map(({ name }) => name).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
