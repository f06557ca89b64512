import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['sherpack-source'] };
const ssr = { resolve: { conditions: ['sherpack-source'], externalConditions: ['sherpack-source'] } };
const sources = ['plugin-api', 'core', 'plugins', 'templates-engines', 'tests/plugin-kit', 'tests/control-plane', 'tests/clients', 'examples/plugins'];

function project(name: string, include: string[], timeout = 30_000) {
  return { resolve, ssr, test: { name, include, testTimeout: timeout, hookTimeout: timeout, exclude: ['**/node_modules/**', '**/dist/**'] } };
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', sources.map((folder) => `${folder}/**/*.test.ts`)),
      project('architecture', ['tests/architecture/**/*.test.ts'], 60_000),
      project('cli', ['tests/cli/**/*.test.ts'], 60_000),
      project('scenarios', ['tests/scenarios/**/*.test.ts', 'tests/readiness/**/*.test.ts'], 60_000),
      project('e2e', ['tests/**/*.e2e.ts', 'plugins/**/*.e2e.ts'], 600_000),
    ],
  },
});
