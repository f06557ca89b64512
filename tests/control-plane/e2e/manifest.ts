import { behaviourAnnotation, logsAnnotation } from '@sherpack/pod-behaviour/behaviour';
import type { TestNamespace } from '../src/fixture.ts';
import { kubectlPath } from '../src/tools.ts';

type Manifest = Record<string, unknown>;

/** Applies the manifests with kubectl, as the test's user. */
export async function applyManifests(space: TestNamespace, ...manifests: readonly Manifest[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
  const { code, stderr } = await space.run(await kubectlPath(), ['apply', '--server-side', '-f', '-'], { input });
  if (code !== 0) throw new Error(stderr);
}

export function deployment(name: string, behaviour: string, replicas = 1, spec: Manifest = {}): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: template(name, behaviour, undefined, {}), ...spec },
  };
}

export function job(name: string, behaviour?: string, logs?: string): Manifest {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { backoffLimit: 0, template: template(name, behaviour, logs, { restartPolicy: 'Never' }) } };
}

export function configMap(name: string, data: Record<string, string> = {}): Manifest {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

function template(name: string, behaviour: string | undefined, logs: string | undefined, spec: Manifest): Manifest {
  const annotations = { ...(behaviour && { [behaviourAnnotation]: behaviour }), ...(logs && { [logsAnnotation]: logs }) };
  return { metadata: { labels: { app: name }, annotations }, spec: { ...spec, containers: [{ name: 'app', image: `${name}:1` }] } };
}
