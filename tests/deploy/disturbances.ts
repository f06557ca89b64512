import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { namesOf } from './many-kinds.ts';
import type { Stage } from './stage.ts';

/** What somebody does between the approval of a plan and its execution. */
export interface Disturbance {
  readonly name: string;
  /** Whether the plan must still be carried out. */
  readonly harmless: boolean;
  run(stage: Stage, plane: ControlPlane, index: number): Promise<void>;
}

interface Live {
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Objects that both versions of a generated pack of that many have. */
function kept(kind: string, objects: number): readonly string[] {
  return namesOf(kind, objects).filter((name) => Number(name.slice(1)) >= objects / 10);
}

export function pathOf({ space }: Stage, api: string, plural: string, name: string): string {
  return `${api}/namespaces/${space.name}/${plural}/${name}`;
}

export async function patch(plane: ControlPlane, path: string, body: object, manager = 'somebody', how = 'merge-patch'): Promise<void> {
  await plane.connection.demand('PATCH', `${path}?fieldManager=${manager}`, { body, contentType: `application/${how}+json` });
}

/** Leaves the marks of tools of before on objects of the release: of `kubectl edit`, of Helm, and of one that knew an old version of the kind. */
export async function markByOthers(stage: Stage, plane: ControlPlane, objects: number): Promise<void> {
  const body = { metadata: { annotations: { 'example.com/before': 'yes' } } };
  for (const name of namesOf('ConfigMap', objects)) await patch(plane, pathOf(stage, '/api/v1', 'configmaps', name), body, 'kubectl-edit');
  for (const name of namesOf('Service', objects)) await patch(plane, pathOf(stage, '/api/v1', 'services', name), body, 'helm');
  for (const name of namesOf('HorizontalPodAutoscaler', objects)) await patch(plane, pathOf(stage, '/apis/autoscaling/v1', 'horizontalpodautoscalers', name), body, 'old-tool');
}

/** For packs of that many objects of many kinds. */
export function disturbancesOf(objects: number): readonly Disturbance[] {
  const deployments = kept('Deployment', objects);
  const deployment = (stage: Stage, index: number) => pathOf(stage, '/apis/apps/v1', 'deployments', deployments[index % deployments.length] ?? '');
  const condition = (index: number) => ({ type: 'Seen', status: 'True', reason: 'Test', message: String(index), lastTransitionTime: '2026-01-01T00:00:00Z', lastUpdateTime: '2026-01-01T00:00:00Z' });
  return [
    {
      name: 'a status is written', harmless: true,
      run: (stage, plane, index) => patch(plane, `${deployment(stage, index)}/status`, { status: { conditions: [condition(index)] } }),
    },
    {
      name: 'an annotation of somebody else is set', harmless: true,
      run: (stage, plane, index) => patch(plane, deployment(stage, index), { metadata: { annotations: { 'example.com/seen': String(index) } } }),
    },
    {
      name: 'an autoscaler scales', harmless: true,
      async run(stage, plane, index) {
        const path = deployment(stage, index);
        const body = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: path.slice(path.lastIndexOf('/') + 1), namespace: stage.space.name }, spec: { replicas: 1 + (index % 2) } };
        await plane.connection.demand('PUT', `${path}/scale?fieldManager=kube-controller-manager`, { body });
      },
    },
    {
      name: 'a field of the release is changed', harmless: false,
      run: (stage, plane, index) => patch(plane, deployment(stage, index), { spec: { template: { spec: { containers: [{ name: 'c', image: `example/app:edited-${index}` }] } } } }, 'kubectl-edit', 'strategic-merge-patch'),
    },
    {
      name: 'a variable is added to a container of the release', harmless: false,
      run: (stage, plane, index) => patch(plane, deployment(stage, index), { spec: { template: { spec: { containers: [{ name: 'c', env: [{ name: `ADDED_${index}`, value: 'x' }] }] } } } }, 'kubectl-edit', 'strategic-merge-patch'),
    },
    {
      name: 'an object is deleted and made anew', harmless: false,
      async run(stage, plane, index) {
        const names = kept('ConfigMap', objects);
        const path = pathOf(stage, '/api/v1', 'configmaps', names[index % names.length] ?? '');
        const live = await plane.connection.demand<Live>('GET', path);
        await plane.connection.demand('DELETE', path);
        const { uid: _uid, resourceVersion: _version, ...metadata } = live.metadata;
        await plane.connection.demand('POST', path.slice(0, path.lastIndexOf('/')), { body: { ...live, metadata } });
      },
    },
  ];
}
