import { fileURLToPath } from 'node:url';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { testPostRenderer } from '@sherpack/plugin-kit/suites/post-renderer';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';

const runner = { describe, it, expect };

function deployment(...images: readonly string[]): KubernetesObject {
  const [first, ...others] = images.map((image, index) => ({ name: `c${index}`, image }));
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template: { spec: { initContainers: [first], containers: others } } } };
}

function settings(image: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web' }, data: { image } };
}

testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner });

testPostRenderer({
  load: () => import('./post-renderers/image-mirror.ts'),
  examples: [
    {
      name: 'images with and without a registry',
      objects: [deployment('nginx', 'team/app:1', 'docker.io/x/y@sha256:00', 'ghcr.io/a/b', 'localhost/c')],
      args: ['docker.io=mirror.example.com/hub', 'ghcr.io=mirror.example.com:5000'],
      expected: [deployment('mirror.example.com/hub/library/nginx', 'mirror.example.com/hub/team/app:1', 'mirror.example.com/hub/x/y@sha256:00', 'mirror.example.com:5000/a/b', 'localhost/c')],
    },
    { name: 'what is no image of a container', objects: [settings('nginx')], args: ['docker.io=m'], expected: [settings('nginx')] },
  ],
  refused: { objects: [deployment('nginx')], args: ['docker.io'] },
}, runner);
