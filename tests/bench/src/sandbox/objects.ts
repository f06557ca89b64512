/** An object and where it is applied to. */
export interface Applied {
  readonly path: string;
  readonly object: unknown;
}

const NAMESPACE = 'bench';

type Maker = (name: string) => Record<string, unknown>;

const CORE = `/api/v1/namespaces/${NAMESPACE}`;

const KINDS: Readonly<Record<string, { readonly path: string; readonly make: Maker }>> = {
  ConfigMap: { path: `${CORE}/configmaps`, make: () => ({ apiVersion: 'v1', data: { team: 'shop', 'app.properties': 'color=blue\nsize=large\n'.repeat(5) } }) },
  Service: { path: `${CORE}/services`, make: (name) => ({ apiVersion: 'v1', spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } }) },
  ServiceAccount: { path: `${CORE}/serviceaccounts`, make: () => ({ apiVersion: 'v1', automountServiceAccountToken: false }) },
  Deployment: { path: `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`, make: (name) => ({ apiVersion: 'apps/v1', spec: deployment(name) }) },
};

function deployment(name: string): Record<string, unknown> {
  const container = { name: 'app', image: 'registry.example.com/app:1', ports: [{ containerPort: 8080 }], env: [{ name: 'TEAM', value: 'shop' }], resources: { requests: { cpu: '100m', memory: '64Mi' } } };
  return { replicas: 0, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [container] } } };
}

export const namespace = { path: '/api/v1/namespaces', object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } } };

/** `configmaps`, or `mixed`: equal parts of ConfigMap, Service, ServiceAccount and a Deployment without replicas. */
export function manyObjects(kind: string, count: number, from = 0): readonly Applied[] {
  const kinds = kind === 'mixed' ? Object.keys(KINDS) : ['ConfigMap'];
  return Array.from({ length: count }, (_, index) => applied(kinds[index % kinds.length] ?? '', from + index));
}

function applied(kind: string, index: number): Applied {
  const name = `object-${index}`;
  const { path = '', make } = KINDS[kind] ?? {};
  return { path: `${path}/${name}?fieldManager=bench&force=true`, object: { kind, metadata: { name, namespace: NAMESPACE, labels: { app: name, tier: 'web' } }, ...make?.(name) } };
}

/** Objects that every side applies before it is measured. */
export const WARM_UP = 1000;

/** How many requests are under way at a time, on all sides alike: what Sherpack does when it applies a wave. */
const IN_FLIGHT = 10;

/** Milliseconds until all are applied. */
export async function applyAll(objects: readonly Applied[], apply: (one: Applied) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const rest = [...objects].toReversed();
  async function work(): Promise<void> {
    for (let one = rest.pop(); one; one = rest.pop()) await apply(one);
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  return performance.now() - start;
}
