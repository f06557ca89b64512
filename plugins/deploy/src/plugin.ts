import { clock, definePlugin, deployer, planPainter, readinessRules, releaseJournals, releaseStores } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'deploy',
  apiVersion: '^1',
  after: ['storage'],
  uses: { clock, releaseStores, releaseJournals },
  setup(sherpack, services) {
    const { clock: time, releaseStores: stores, releaseJournals: journals } = services;
    sherpack.hooks.apply.tap(async (plan, context) => (await import('./build-plan.ts')).buildPlan(plan, context, { stores, clock: await time(), ownership: sherpack.config?.ownership }), { order: 'pre' });
    sherpack.hooks.apply.tap(async (plan, context) => {
      const checked = (await import('./check-plan.ts')).checkPlan(plan);
      await (await import('./binding/verify-plan.ts')).verifyPlan(checked, context);
      return checked;
    }, { order: 'post' });
    sherpack.provideService(planPainter, async () => (await import('./paint/painter.ts')).painter);
    sherpack.provideService(deployer, async () => {
      const [{ createDeployer }, { createRuleBook }] = await Promise.all([import('./deployer.ts'), import('./readiness/rule-book.ts')]);
      const rules = createRuleBook([], sherpack.extensions(readinessRules));
      return createDeployer({ clock: await time(), stores, rules, ownership: sherpack.config?.ownership, journalOf: async ({ operation }) => (await journals()).of(operation) });
    });
  },
});
