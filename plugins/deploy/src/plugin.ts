import { clock, definePlugin, deployer, readinessRules, releaseStores } from '@sherpack/plugin-api';

export default definePlugin({
  name: 'deploy',
  apiVersion: '^1',
  after: ['storage'],
  uses: { clock, releaseStores },
  setup(sherpack, { clock: time, releaseStores: stores }) {
    sherpack.hooks.apply.tap(async (plan, context) => (await import('./build-plan.ts')).buildPlan(plan, context, stores), { order: 'pre' });
    sherpack.hooks.apply.tap(async (plan) => (await import('./check-plan.ts')).checkPlan(plan), { order: 'post' });
    sherpack.hooks.validate.tap(async (validation, context) => (await import('./readiness/lint/validate-readiness.ts')).validateReadiness(validation, context));
    sherpack.provide(readinessRules, 'destinationrule.networking.istio.io', () => import('./readiness-rules/destination-rule.ts'));
    sherpack.provide(readinessRules, 'httproute.gateway.networking.k8s.io', () => import('./readiness-rules/http-route.ts'));
    sherpack.provide(readinessRules, 'podmonitor.monitoring.coreos.com', () => import('./readiness-rules/pod-monitor.ts'));
    sherpack.provide(readinessRules, 'prometheusrule.monitoring.coreos.com', () => import('./readiness-rules/prometheus-rule.ts'));
    sherpack.provide(readinessRules, 'servicemonitor.monitoring.coreos.com', () => import('./readiness-rules/service-monitor.ts'));
    sherpack.provide(readinessRules, 'virtualservice.networking.istio.io', () => import('./readiness-rules/virtual-service.ts'));
    sherpack.provideService(deployer, async () => (await import('./deployer.ts')).createDeployer(await time()));
  },
});
