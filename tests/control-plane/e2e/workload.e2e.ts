import { expect, it } from 'vitest';
import { testNamespace } from '../src/fixture.ts';
import { describeControlPlane } from '../src/suite.ts';
import { waitFor } from '../src/wait.ts';
import { applyManifests, deployment, job } from './manifest.ts';

interface PodList {
  readonly items: ReadonlyArray<{ readonly metadata: { readonly name: string }; readonly status: { readonly containerStatuses?: ReadonlyArray<{ readonly restartCount: number; readonly state: { readonly waiting?: { readonly reason: string } } }> } }>;
}

describeControlPlane('workloads on the fake nodes', {}, (controlPlane) => {
  it('kubectl lists the nodes', async () => {
    const space = await testNamespace(controlPlane(), { clusterAdmin: true });
    const { stdout } = await space.kubectl('get', 'nodes');
    expect(stdout).toMatch(/fake-node-1 +Ready/);
    expect(stdout).toMatch(/fake-node-2 +Ready/);
    await space.cleanup();
  });

  it('a deployment becomes ready, and goes with its pods', async () => {
    const space = await testNamespace(controlPlane());
    await applyManifests(space, deployment('web', 'ready', 3));
    expect((await space.kubectl('rollout', 'status', 'deployment/web', '--timeout=30s')).stdout).toContain('successfully rolled out');
    expect((await space.kubectl('delete', 'deployment', 'web', '--cascade=foreground', '--timeout=30s')).code).toBe(0);
    expect((await space.kubectl('get', 'pods', '-o', 'name')).stdout).toBe('');
    await space.cleanup();
  });

  it('a crash loop appears as such, with its event, and ends the progress of the deployment', async () => {
    const space = await testNamespace(controlPlane());
    await applyManifests(space, deployment('web', 'crash-loop', 1, { progressDeadlineSeconds: 3 }));
    await waitFor('CrashLoopBackOff', async () => (await space.kubectl('get', 'pods')).stdout.includes('CrashLoopBackOff'));
    const status = await space.kubectl('rollout', 'status', 'deployment/web', '--timeout=30s');
    expect(status.stderr).toContain('exceeded its progress deadline');
    const events = (await space.kubectl('get', 'events', '--field-selector=reason=BackOff', '-o', 'jsonpath={.items[*].message}')).stdout;
    expect(events).toContain('Back-off restarting failed container app in pod web-');
    await waitFor('five restarts', async () => {
      const { items } = JSON.parse((await space.kubectl('get', 'pods', '-o', 'json')).stdout) as PodList;
      const container = items[0]?.status.containerStatuses?.[0];
      return container?.restartCount === 5 && container.state.waiting?.reason === 'CrashLoopBackOff';
    });
    await space.cleanup();
  });

  it('an image that cannot be pulled appears as such', async () => {
    const space = await testNamespace(controlPlane());
    await applyManifests(space, deployment('web', 'image-pull'));
    await waitFor('ImagePullBackOff', async () => /0\/1 +ImagePullBackOff +0/.test((await space.kubectl('get', 'pods')).stdout));
    await space.cleanup();
  });

  it('a misspelt behaviour is told in the pod', async () => {
    const space = await testNamespace(controlPlane());
    await applyManifests(space, deployment('web', 'redy'));
    await waitFor('InvalidBehaviour', async () => (await space.kubectl('get', 'pods')).stdout.includes('InvalidBehaviour'));
    await space.cleanup();
  });

  it('a job succeeds and one that is told to fail fails', async () => {
    const space = await testNamespace(controlPlane());
    await applyManifests(space, job('good'), job('bad', 'fail'));
    expect((await space.kubectl('wait', '--for=condition=Complete', 'job/good', '--timeout=30s')).code).toBe(0);
    expect((await space.kubectl('wait', '--for=condition=Failed', 'job/bad', '--timeout=30s')).code).toBe(0);
    await space.cleanup();
  });

  it('logs are those of the annotation', async () => {
    const space = await testNamespace(controlPlane());
    await applyManifests(space, job('talk', 'succeed', 'one\ntwo\nthree'));
    await space.kubectl('wait', '--for=condition=Complete', 'job/talk', '--timeout=30s');
    expect(await space.kubectl('logs', 'job/talk')).toMatchObject({ code: 0, stdout: 'one\ntwo\nthree\n' });
    expect((await space.kubectl('logs', 'job/talk', '--tail=1', '-f')).stdout).toBe('three\n');
    await space.cleanup();
  });

  it('claims are bound, load balancers get an address, stateful sets get both', async () => {
    const space = await testNamespace(controlPlane(), { clusterAdmin: true });
    const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'door' }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }], selector: { app: 'web' } } };
    await applyManifests(space, claim, service, statefulSet());
    expect((await space.kubectl('wait', '--for=jsonpath={.status.phase}=Bound', 'pvc/data', '--timeout=30s')).code).toBe(0);
    expect((await space.kubectl('wait', '--for=jsonpath={.status.loadBalancer.ingress[0].ip}', 'service/door', '--timeout=30s')).code).toBe(0);
    expect((await space.kubectl('rollout', 'status', 'statefulset/db', '--timeout=30s')).code).toBe(0);
    const volumes = (await space.kubectl('get', 'pvc', '-o', 'jsonpath={.items[*].spec.volumeName}')).stdout.split(' ');
    await space.cleanup();
    await waitFor('the end of the volumes', async () => {
      const left = (await space.kubectl('get', 'pv', '-o', 'jsonpath={.items[*].metadata.name}', `--kubeconfig=${controlPlane().kubeconfig}`)).stdout.split(' ');
      return volumes.every((name) => !left.includes(name));
    });
  });
});

function statefulSet(): Record<string, unknown> {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      serviceName: 'db',
      replicas: 2,
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'app', image: 'db:1', volumeMounts: [{ name: 'data', mountPath: '/data' }] }] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
    },
  };
}
