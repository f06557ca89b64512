import { describe, expect, it } from 'vitest';
import { createApiServer } from '../server/api-server.ts';

const path = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';

function scaler(name: string, target: string): string {
  const spec = { minReplicas: 1, maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target } };
  return JSON.stringify({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name }, spec });
}

function deployment(name: string): string {
  const template = { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'a:1' }] } };
  return JSON.stringify({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec: { selector: { matchLabels: { app: name } }, template } });
}

describe('an autoscaler', () => {
  it('finds its target, also one that comes later, and says that there are no metrics', async () => {
    const server = await createApiServer();
    const headers = { 'content-type': 'application/json' };
    const conditions = async () => {
      const { body = '' } = await server.handle({ method: 'GET', path: `${path}/web` });
      const { status } = JSON.parse(body) as { status: { conditions: { type: string; status: string; reason: string }[] } };
      return status.conditions.map(({ type, status: is, reason }) => `${type} ${is} ${reason}`);
    };
    await server.handle({ method: 'POST', path, headers, body: scaler('web', 'web') });
    expect(await conditions()).toEqual(['AbleToScale False FailedGetScale']);
    await server.handle({ method: 'POST', path: '/apis/apps/v1/namespaces/default/deployments', headers, body: deployment('web') });
    expect(await conditions()).toEqual(['AbleToScale True SucceededGetScale', 'ScalingActive False FailedGetResourceMetric']);
    await server.close();
  });
});
