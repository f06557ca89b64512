import { fileURLToPath } from 'node:url';
import { valueAt } from '@sherpack/plugin-api';
import gotemplate from '@sherpack/engine-gotemplate/engine';
import handlebars from '@sherpack/engine-handlebars/engine';
import { describe, expect, it } from 'vitest';
import { runTaps } from '../../plugins/pack/fixtures/fake-sherpack.ts';
import type { RunOptions } from '../../plugins/pack/fixtures/fake-sherpack.ts';

function example(name: string, options: RunOptions = {}) {
  return runTaps(fileURLToPath(new URL(`../../examples/packs/${name}`, import.meta.url)), { engines: [handlebars, gotemplate], ...options });
}

function names({ manifests }: Awaited<ReturnType<typeof example>>): readonly string[] {
  return manifests.objects.map(({ object }) => `${object.kind}/${String(object.metadata.name)}`);
}

describe('the example packs', () => {
  it.each(['web', 'stateful', 'platform', 'gotemplate', 'waves', 'autoscaled'])('%s leaves lint nothing to find', async (name) => {
    // `waves:`, `readiness:` and `ownership:` in Pack.yaml are keys of this plugin.
    const deploy = { manifest: { name: 'deploy', packKeys: { waves: {}, readiness: {}, ownership: {} } }, origin: 'default', loaded: true, disabled: false };
    expect((await example(name, { kind: 'lint', plugins: [deploy as never] })).issues).toEqual([]);
  });

  it('web renders a Deployment with what goes with it, and an autoscaler instead of replicas', async () => {
    expect(names(await example('web'))).toEqual(['ServiceAccount/demo', 'ConfigMap/demo-page', 'Service/demo', 'Deployment/demo']);
    const scaled = await example('web', { flags: { set: ['autoscaling.enabled=true', 'app.environment.MODE=fast'] } });
    expect(names(scaled)).toContain('HorizontalPodAutoscaler/demo');
    expect(scaled.manifests.objects[3]?.object['spec']).not.toHaveProperty('replicas');
    expect(scaled.manifests.objects[3]?.object['spec']).toMatchObject({ template: { spec: { containers: [{ env: [{ name: 'MODE', value: 'fast' }] }] } } });
  });

  it('stateful brings its own kind and an object of it, and hides the password', async () => {
    const result = await example('stateful', { kind: 'install' });
    expect(names(result)).toEqual(['Secret/demo-store', 'Service/demo-store', 'StatefulSet/demo-store', 'Backup/demo-store']);
    expect(result.manifests.crds.map(({ object }) => object.metadata.name)).toEqual(['backups.store.example.com']);
    expect(result.manifests.objects[0]?.secretPaths).toEqual([['data', 'password']]);
    const password = valueAt(result.manifests.objects[0]?.object, ['data', 'password']);
    expect(Buffer.from(String(password), 'base64').toString()).toMatch(/^[A-Za-z0-9]{24}$/);
  });

  it('stateful keeps the password that the cluster has', async () => {
    const cluster = {
      identity: async () => ({ version: 'v1.31.0' }), discovery: async () => ({ apiVersions: [], resources: [] }),
      resource: async () => ({ namespaced: true }), get: async () => ({ data: { password: 'b2xk' } }),
    } as unknown as NonNullable<RunOptions['cluster']>;
    const { manifests } = await example('stateful', { cluster });
    expect(manifests.objects[0]?.object['data']).toEqual({ password: 'b2xk' });
  });

  it('gotemplate renders the templates of a chart', async () => {
    const result = await example('gotemplate', { flags: { set: ['replicas=3', 'labels.team=shop'] } });
    expect(names(result)).toEqual(['ConfigMap/demo-gotemplate', 'Service/demo-gotemplate', 'Deployment/demo-gotemplate']);
    expect(result.manifests.objects[0]?.object['data']).toEqual({ 'index.html': '<h1>Hello from demo</h1>\n' });
    expect(result.manifests.objects[2]?.object).toMatchObject({ metadata: { labels: { team: 'shop' } }, spec: { replicas: 3 } });
    expect(result.manifests.notes).toContain('http://demo-gotemplate.');
  });

  it('platform renders its subpacks, with the front end only while its condition holds', async () => {
    const all = await example('platform');
    expect(names(all)).toEqual(['ConfigMap/demo-platform', 'Service/demo-backend', 'Service/demo-frontend', 'Deployment/demo-backend', 'Deployment/demo-frontend', 'Ingress/demo-frontend']);
    expect(all.manifests.objects[3]?.object).toMatchObject({ metadata: { labels: { 'example.com/team': 'shop' } }, spec: { replicas: 3 } });
    expect(all.manifests.notes).toContain('http://demo.example.com');
    const api = await example('platform', { flags: { set: ['frontend.enabled=false'] } });
    expect(names(api)).toEqual(['ConfigMap/demo-platform', 'Service/demo-backend', 'Deployment/demo-backend']);
    expect(api.manifests.notes).not.toContain('http://demo.');
  });
});
