import { describe, it } from 'vitest';
import { runScenario, scenarioNames } from './run-scenarios.ts';
import { sandboxTarget } from './target.ts';

describe('on the embedded sandbox', () => {
  it.each(scenarioNames())('%s', { timeout: 120_000 }, async (name) => {
    const target = await sandboxTarget();
    try {
      await runScenario(name, target);
    } finally {
      await target.close();
    }
  });
});
