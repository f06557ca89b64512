import { describeControlPlane } from '@sherpack/control-plane/suite';
import { it } from 'vitest';
import { runScenario, scenarioNames } from './run-scenarios.ts';
import { controlPlaneTarget } from './target.ts';

describeControlPlane('on the real control plane', {}, (controlPlane) => {
  it.each(scenarioNames())('%s', { timeout: 180_000 }, async (name) => {
    const target = await controlPlaneTarget(controlPlane());
    try {
      await runScenario(name, target);
    } finally {
      await target.close();
    }
  });
});
