import type { Clock, Command, ExitCode, JsonObject, KubernetesObject, Operations, Plugin } from '@sherpack/plugin-api';
import { createTestHost } from '@sherpack/plugin-kit/test-host';
import type { TestHost } from '@sherpack/plugin-kit/test-host';
import deploy from '@sherpack/plugin-deploy/plugin';
import storage from '@sherpack/plugin-storage/plugin';
import release from '@sherpack/plugin-release/plugin';
import { inlinePacks } from './inline-packs.ts';
import type { InlinePack } from './inline-packs.ts';
import { createSandboxCluster } from './sandbox-cluster.ts';
import type { Death, SandboxCluster } from './sandbox-cluster.ts';

/** What a command printed and how it ended. */
export interface Ran {
  readonly out: string;
  readonly data: unknown;
  readonly code: ExitCode;
  readonly error: (Error & { readonly code: string; readonly hint?: string; readonly exitCode: ExitCode }) | undefined;
}

export interface RunSettings {
  readonly death?: Death;
  readonly signal?: AbortSignal;
  readonly output?: 'table' | 'json';
  readonly folder?: string;
}

export interface World {
  readonly sandbox: SandboxCluster;
  readonly packs: Map<string, InlinePack>;
  /** Moves the time of all processes that begin afterwards. */
  move(milliseconds: number): void;
  /** Runs a command in a process of its own, whose kernel knows nothing of the others. */
  run(command: Command, args: readonly string[], flags?: JsonObject, settings?: RunSettings): Promise<Ran>;
  /** Runs operations without a command. */
  operations(death?: Death): Operations;
  /** Objects of the namespace `shop` that are not the store's own. */
  objects(plural: string): Promise<readonly string[]>;
}

/** The real kernel with storage, deploy and release against an API server in memory, without a shell. */
export async function createWorld(extra: readonly Plugin[] = []): Promise<World> {
  const sandbox = await createSandboxCluster();
  const packs = new Map<string, InlinePack>();
  let moved = 0;

  function start(death?: Death): TestHost {
    const plugins = [sandbox.plugin(death), inlinePacks(packs), storage, deploy, release, ...extra];
    return createTestHost({ plugins, cluster: 'test', clock: clockAt(moved) });
  }

  return {
    sandbox,
    packs,
    move: (milliseconds) => { moved += milliseconds; },
    operations: (death) => start(death).kernel.operations,
    async objects(plural) {
      const { items = [] } = await sandbox.get(`/api/v1/namespaces/shop/${plural}`);
      return items.filter(isNoRecord).map(({ metadata }) => metadata.name ?? '').filter((name) => name !== 'kube-root-ca.crt');
    },
    async run(command, args, flags = {}, settings = {}) {
      const host = start(settings.death);
      const context = await contextOf(host, command, args, flags, settings);
      try {
        const code = (await command.run(context.context as never)) ?? 0;
        return { out: host.written(), data: context.data(), code, error: undefined };
      } catch (error) {
        const failure = error as NonNullable<Ran['error']>;
        if (failure.exitCode === undefined) throw error;
        return { out: host.written(), data: context.data(), code: failure.exitCode, error: failure };
      } finally {
        await host.dispose();
      }
    },
  };
}

async function contextOf(host: TestHost, command: Command, args: readonly string[], flags: JsonObject, settings: RunSettings) {
  let data: unknown;
  const options = { ...defaultsOf(command), ...flags };
  const context = {
    ...host.kernel.access(command.cluster ?? 'none'),
    options,
    flags: options,
    ...argumentsOf(command, args),
    global: { namespace: 'shop', namespaceGiven: true, output: settings.output ?? 'table', outputGiven: false, quiet: false, debug: false },
    operations: host.kernel.operations,
    services: host.kernel.services(command.uses ?? {}),
    terminal: await host.kernel.service({ id: 'terminal' }),
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    signal: settings.signal ?? new AbortController().signal,
    folder: settings.folder ?? '/',
    async print(value: unknown, table: () => void) {
      data = value;
      table();
    },
  };
  return { context, data: () => data };
}

function defaultsOf({ options = {} }: Command): JsonObject {
  const entries = Object.entries(options).flatMap(([name, option]) => (option.default === undefined ? [] : [[name, option.default] as const]));
  return Object.fromEntries(entries);
}

function argumentsOf(command: Command, given: readonly string[]) {
  const named = (command.arguments ?? []).filter(({ variadic }) => variadic !== true);
  return { args: Object.fromEntries(named.map(({ name }, index) => [name, given[index]])), rest: given.slice(named.length) };
}

function isNoRecord({ metadata }: KubernetesObject): boolean {
  return metadata.labels?.['sherpack.io/entry-kind'] === undefined;
}

/** The real time, moved: what sleeps in the background never wakes, so that nothing here depends on speed. */
function clockAt(moved: number): Clock {
  return {
    now: () => Date.now() + moved,
    sleep: (milliseconds, signal, { background = false } = {}) => new Promise((resolve, reject) => {
      if (!background) setTimeout(resolve, milliseconds);
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    }),
  };
}
