import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '@sherpack/control-plane/connection';
import type { Connection } from '@sherpack/control-plane/connection';
import type { KubernetesObject } from '@sherpack/plugin-api';

/** How a controller tells that it has seen a change. */
export interface Variant {
  readonly name: string;
  readonly plural: string;
  readonly kind: string;
  /** Annotations of the resources, for the variant that needs a rule. */
  readonly annotations: Readonly<Record<string, string>>;
  /** What the controller writes of a resource that it has seen. */
  answer(resource: Resource): { readonly status?: object; readonly annotations?: Readonly<Record<string, string>> };
}

export interface Resource extends KubernetesObject {
  readonly spec: { readonly value: string };
}

export const GROUP = 'stale.example.com';
const APPLIED = 'stale.example.com/applied';
const UP = { type: 'Ready', status: 'True', reason: 'Up', lastTransitionTime: '2026-01-01T00:00:00Z' };

export const VARIANTS: readonly Variant[] = [
  variant('Observed', 'observedGeneration of the object', ({ metadata }) => ({ status: { observedGeneration: metadata.generation, conditions: [UP] } })),
  variant('Conditioned', 'observedGeneration of the condition only', ({ metadata }) => ({ status: { conditions: [{ ...UP, observedGeneration: metadata.generation }] } })),
  variant('Changing', 'no generation, but a status that changes', ({ spec }) => ({ status: { phase: 'Ready', serving: spec.value } })),
  variant('Silent', 'a status that stays as it is, and a rule', ({ spec }) => ({ status: { phase: 'Ready' }, annotations: { [APPLIED]: spec.value } }), {
    'sherpack.io/ready-when': `status.phase == "Ready" && metadata.annotations["${APPLIED}"] == spec.value`,
  }),
];

function variant(kind: string, name: string, answer: Variant['answer'], annotations: Variant['annotations'] = {}): Variant {
  return { name, kind, plural: `${kind.toLowerCase()}s`, annotations, answer };
}

export function definitionOf({ kind, plural }: Variant): KubernetesObject {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const schema = { type: 'object', properties: { spec: { type: 'object', properties: { value: { type: 'string' } } }, status: open } };
  const versions = [{ name: 'v1', served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: schema } }];
  return { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${GROUP}` }, spec: { group: GROUP, scope: 'Namespaced', names: { kind, plural }, versions } };
}

/** A controller that is late: it answers to a change of a resource after `lag` milliseconds. */
export async function startController(kubeconfig: string, namespace: string, variants: readonly Variant[], lag: () => number, signal: AbortSignal): Promise<void> {
  const connection = await connect(kubeconfig);
  const handled = new Map<string, string>();
  signal.addEventListener('abort', () => connection.close(), { once: true });

  async function tend(one: Variant): Promise<void> {
    const path = `/apis/${GROUP}/v1/namespaces/${namespace}/${one.plural}`;
    while (!signal.aborted) {
      const { items } = await connection.demand<{ items: Resource[] }>('GET', path).catch(() => ({ items: [] }));
      for (const resource of items) {
        const key = `${one.kind}/${resource.metadata.name}`;
        if (handled.get(key) === resource.spec.value) continue;
        handled.set(key, resource.spec.value);
        void sleep(lag()).then(() => write(connection, `${path}/${resource.metadata.name}`, one.answer(resource))).catch(() => undefined);
      }
      await sleep(100);
    }
  }

  for (const one of variants) void tend(one).catch(() => undefined);
}

async function write(connection: Connection, path: string, { status, annotations }: ReturnType<Variant['answer']>): Promise<void> {
  const contentType = 'application/merge-patch+json';
  if (status !== undefined) await connection.demand('PATCH', `${path}/status`, { contentType, body: { status } });
  if (annotations !== undefined) await connection.demand('PATCH', path, { contentType, body: { metadata: { annotations } } });
}
