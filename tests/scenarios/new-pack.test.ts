import handlebars from '@sherpack/engine-handlebars/engine';
import { describe, expect, it } from 'vitest';
import { runTaps } from '../../plugins/pack/fixtures/fake-sherpack.ts';
import { testFolder } from '../../plugins/pack/fixtures/pack-folder.ts';
import { createPack } from '../../plugins/pack/src/scaffold/create-pack.ts';

const engines = [handlebars];

describe('a new pack', () => {
  it('has nothing for lint to find', async () => {
    const path = await createPack('my-app', await testFolder());
    const { issues, pack } = await runTaps(path, { engines, kind: 'lint' });
    expect(issues).toEqual([]);
    expect(pack.metadata).toMatchObject({ name: 'my-app', version: '0.1.0' });
  });

  it('renders a Deployment, a Service and an account, and explains how to reach them', async () => {
    const { manifests } = await runTaps(await createPack('my-app', await testFolder()), { engines });
    expect(manifests.objects.map(({ object }) => `${object.kind}/${String(object.metadata.name)}`)).toEqual([
      'ServiceAccount/demo-my-app', 'Service/demo-my-app', 'Deployment/demo-my-app',
    ]);
    const deployment = manifests.objects[2]?.object;
    expect(deployment?.metadata.labels).toEqual({
      'app.kubernetes.io/name': 'my-app', 'app.kubernetes.io/instance': 'demo', 'app.kubernetes.io/version': '1.29-alpine', 'sherpack.io/pack': 'my-app-0.1.0',
    });
    expect(deployment?.['spec']).toMatchObject({
      replicas: 1, template: { spec: { containers: [{ name: 'my-app', image: 'nginx:1.29-alpine', ports: [{ name: 'http', containerPort: 80 }] }] } },
    });
    expect(manifests.notes).toContain('port-forward service/demo-my-app 8080:80');
  });

  it('renders everything else that its values can switch on', async () => {
    const flags = {
      set: ['ingress.enabled=true', 'autoscaling.enabled=true', 'nodeSelector.disk=ssd', 'podAnnotations.a=b', 'resources.limits.memory=1Gi', 'imagePullSecrets[0].name=x', 'ingress.className=nginx', 'ingress.annotations.c=d', 'ingress.tls[0].secretName=tls', 'securityContext.runAsNonRoot=true', 'podSecurityContext.fsGroup=1', 'tolerations[0].key=k', 'serviceAccount.annotations.e=f', 'env[0].name=MODE', 'env[0].value=x'],
      setJson: ['affinity={"nodeAffinity":{}}'],
    };
    const { manifests, issues } = await runTaps(await createPack('my-app', await testFolder()), { engines, flags });
    expect(issues).toEqual([]);
    expect(manifests.objects.map(({ object }) => object.kind)).toEqual(['ServiceAccount', 'Service', 'Deployment', 'HorizontalPodAutoscaler', 'Ingress']);
    const [account, , deployment, , ingress] = manifests.objects.map(({ object }) => object);
    expect(account?.metadata.annotations).toEqual({ e: 'f' });
    expect(deployment?.['spec']).not.toHaveProperty('replicas');
    expect(deployment?.['spec']).toMatchObject({ template: { metadata: { annotations: { a: 'b' } }, spec: {
      nodeSelector: { disk: 'ssd' }, affinity: { nodeAffinity: {} }, tolerations: [{ key: 'k' }], securityContext: { fsGroup: 1 }, imagePullSecrets: [{ name: 'x' }],
      containers: [{ resources: { limits: { memory: '1Gi' } }, securityContext: { runAsNonRoot: true }, env: [{ name: 'MODE', value: 'x' }] }],
    } } });
    expect(ingress?.['spec']).toMatchObject({ ingressClassName: 'nginx', tls: [{ secretName: 'tls' }], rules: [{ host: 'my-app.example.com' }] });
    expect(manifests.notes).toContain('https://my-app.example.com/');
  });

  it('names objects after the release alone when it bears the name of the pack, and never too long', async () => {
    const path = await createPack('demo', await testFolder());
    const nameWith = async (set: readonly string[]) => (await runTaps(path, { engines, flags: { set } })).manifests.objects.at(-1)?.object.metadata.name;
    expect(await nameWith([])).toBe('demo');
    expect(await nameWith(['nameOverride=other'])).toBe('demo-other');
    expect(await nameWith([`fullnameOverride=${'x'.repeat(62)}-yz`])).toBe('x'.repeat(62));
  });

  it('refuses a value that its schema does not know, and a wrong one', async () => {
    const path = await createPack('my-app', await testFolder());
    const { issues } = await runTaps(path, { engines, flags: { set: ['replica=2', 'service.port=99999'] } });
    expect(issues.map(({ code, location, hint }) => [code, location?.input, hint]).toSorted()).toEqual([
      ['PACK_VALUES_INVALID', '--set replica', 'Did you mean "replicas"?'],
      ['PACK_VALUES_INVALID', '--set service.port', 'The schema of the pack says what is allowed.'],
    ]);
  });
});
