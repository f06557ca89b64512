import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { endState } from './end-state.ts';
import type { CommandOutcome, Scenario, ScenarioContext } from './scenario.ts';
import type { Target } from './target.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../examples/packs', import.meta.url));

/** Folders whose names are sentences. */
export function scenarioNames(): readonly string[] {
  return readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'scenario.ts')));
}

/**
 * Runs one scenario and compares how it ends with `expected/state.json`, which was recorded on the real control plane:
 * a scenario that ends otherwise on the sandbox is a bug of the sandbox. `SHERPACK_RECORD=1` records anew.
 */
export async function runScenario(name: string, target: Target): Promise<void> {
  const folder = join(FOLDER, name);
  const { default: scenario } = (await import(join(folder, 'scenario.ts'))) as { default: Scenario };
  await scenario.run(contextOf(folder, target));
  const state = await endState(target.api, target.namespace);
  const file = join(folder, 'expected/state.json');
  if (process.env['SHERPACK_RECORD'] === '1') {
    mkdirSync(join(folder, 'expected'), { recursive: true });
    writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`);
  }
  expect(state).toEqual(JSON.parse(readFileSync(file, 'utf8')));
}

function contextOf(folder: string, target: Target): ScenarioContext {
  const { namespace, api } = target;

  async function ok(...args: readonly string[]): Promise<CommandOutcome> {
    const outcome = await target.sherpack(folder, args);
    if (outcome.code !== 0) throw new Error(`sherpack ${args.join(' ')} ended with ${outcome.code}\n${outcome.stdout}\n${outcome.stderr}`);
    return outcome;
  }

  return {
    namespace,
    api,
    ok,
    sherpack: (...args) => target.sherpack(folder, args),
    json: async (...args) => JSON.parse((await ok(...args, '-o', 'json')).stdout) as unknown,
    example: (pack) => join(EXAMPLES, pack),
    async get(apiVersion, plural, object) {
      const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      return api.find<Record<string, unknown>>(`${base}/namespaces/${namespace}/${plural}/${object}`);
    },
  };
}
