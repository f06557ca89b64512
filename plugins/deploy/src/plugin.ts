import { clock, definePlugin, deployer, releaseStores } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'deploy',
  apiVersion: '^1',
  after: ['storage'],
  uses: { clock, releaseStores },
  setup(sherpack, { clock: time, releaseStores: stores }) {
    sherpack.hooks.apply.tap(async (plan, context) => (await import('./build-plan.ts')).buildPlan(plan, context, stores), { order: 'pre' });
    sherpack.hooks.apply.tap(async (plan) => (await import('./check-plan.ts')).checkPlan(plan), { order: 'post' });
    sherpack.hooks.validate.tap(async (validation, context) => (await import('./readiness/lint/validate-readiness.ts')).validateReadiness(validation, context));
    sherpack.provideService(deployer, async () => (await import('./deployer.ts')).createDeployer(await time()));
  },
});
