import { clock, definePlugin, deployer, planPainter, readinessRules, releaseJournals, releaseStores } from '@sherpack/plugin-api';
import { mentionsReadiness } from './readiness/lint/mentions-readiness.ts';

export default definePlugin({
  name: 'deploy',
  apiVersion: '^1',
  after: ['storage'],
  uses: { clock, releaseStores, releaseJournals },
  setup(sherpack, services) {
    const { clock: time, releaseStores: stores, releaseJournals: journals } = services;
    const catalogue = sherpack.extensions(readinessRules);
    sherpack.hooks.apply.tap(async (plan, context) => {
      const { buildPlan } = await import('./build-plan.ts');
      return buildPlan(plan, context, { stores, catalogue, clock: await time(), ownership: sherpack.config?.ownership });
    }, { order: 'pre' });
    sherpack.hooks.apply.tap(async (plan, context) => {
      const checked = (await import('./check-plan.ts')).checkPlan(plan);
      await (await import('./binding/verify-plan.ts')).verifyPlan(checked, context);
      return checked;
    }, { order: 'post' });
    sherpack.hooks.validate.tap(async (validation, context) => {
      if (!mentionsReadiness(validation)) return [];
      return (await import('./readiness/lint/validate-readiness.ts')).validateReadiness(validation, context);
    });
    sherpack.provide(readinessRules, 'destinationrule.networking.istio.io', () => import('./readiness-rules/destination-rule.ts'));
    sherpack.provide(readinessRules, 'httproute.gateway.networking.k8s.io', () => import('./readiness-rules/http-route.ts'));
    sherpack.provide(readinessRules, 'podmonitor.monitoring.coreos.com', () => import('./readiness-rules/pod-monitor.ts'));
    sherpack.provide(readinessRules, 'prometheusrule.monitoring.coreos.com', () => import('./readiness-rules/prometheus-rule.ts'));
    sherpack.provide(readinessRules, 'servicemonitor.monitoring.coreos.com', () => import('./readiness-rules/service-monitor.ts'));
    sherpack.provide(readinessRules, 'virtualservice.networking.istio.io', () => import('./readiness-rules/virtual-service.ts'));
    sherpack.provideService(planPainter, async () => (await import('./paint/painter.ts')).painter);
    sherpack.provideService(deployer, async () => {
      const { createDeployer } = await import('./deployer.ts');
      return createDeployer({ clock: await time(), stores, catalogue, ownership: sherpack.config?.ownership, journalOf: async ({ operation }) => (await journals()).of(operation) });
    });
  },
});
