import { equalValues } from '@sherpack/field-set/equal';
import { trackUpdate } from '../apply/field-manager.ts';
import { timestamp } from '../clock.ts';
import type { KubeObject } from '../server/api-types.ts';
import { bindPod } from '../server/binding.ts';
import { decodeObject, decodeStatus, inVersion } from '../server/codec.ts';
import type { ServerContext, Target, WriteOptions } from '../server/context.ts';
import { deleteObject, type DeleteOptions } from '../server/delete.ts';
import { postObject } from '../server/put.ts';
import { StatusError } from '../server/status-error.ts';
import { fieldContext, updateDecoded, writerOf } from '../server/write.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { controllerOf } from './owner-reference.ts';

/** What controllers do to objects: the same paths as requests take, without their text. */
export interface ControllerClient {
  readonly ctx: ServerContext;
  /** Of the controller, under which it tells events. */
  readonly name: string;
  now(): number;
  get(key: ObjectKey): KubeObject | undefined;
  list(bucket: string, namespace?: string): KubeObject[];
  /** Objects of a kind that this one controls, in the order of their names. */
  owned(bucket: string, owner: KubeObject): KubeObject[];
  /** Undefined when it is there already or may not be. */
  create(bucket: string, namespace: string, object: Record<string, unknown>): Promise<KubeObject | undefined>;
  /** The object, or why the server refused it. */
  tryCreate(bucket: string, namespace: string, object: Record<string, unknown>): Promise<KubeObject | string>;
  update(key: ObjectKey, change: (live: KubeObject) => KubeObject): Promise<void>;
  updateStatus(key: ObjectKey, status: (live: KubeObject) => unknown): Promise<void>;
  /** Through the subresource `status`, which takes annotations too. */
  annotate(key: ObjectKey, annotations: Readonly<Record<string, string>>): Promise<void>;
  /** Writes an object without a record of who owns what: for objects that have none. */
  replace(key: ObjectKey, object: KubeObject): void;
  /** Puts a pod on a node. */
  bind(key: ObjectKey, node: string): void;
  delete(key: ObjectKey, options?: DeleteOptions): void;
}

/** Parts of a cluster that run on their own write under their own names. */
const managers: Readonly<Record<string, string>> = { 'kube-apiserver': 'kube-apiserver', kubelet: 'kubelet', 'default-scheduler': 'kube-scheduler' };

/** All other controllers live in one binary, whose name is the field manager of each of them. */
export function controllerClient(ctx: ServerContext, controller: string): ControllerClient {
  const options: WriteOptions = { manager: managers[controller] ?? 'kube-controller-manager', user: `system:serviceaccount:kube-system:${controller}`, fieldValidation: 'Ignore' };
  return {
    ctx,
    name: controller,
    now: () => ctx.clock.now(),
    get: (key) => ctx.store.get(key),
    list: (bucket, namespace) => ctx.store.list(bucket, namespace),
    owned: (bucket, owner) => ctx.store.referring(owner.metadata.uid ?? '').filter(([key, object]) => key.bucket === bucket && controllerOf(object)?.uid === owner.metadata.uid).map(([, object]) => object),
    async create(bucket, namespace, object) {
      const resource = ctx.registry.findBucket(bucket);
      if (!resource) return undefined;
      return allowing([403, 404, 409], () => postObject(ctx, { resource, namespace, name: '' }, object, options));
    },
    async tryCreate(bucket, namespace, object) {
      const resource = ctx.registry.findBucket(bucket);
      if (!resource) return `the server does not serve ${bucket}`;
      try {
        return await postObject(ctx, { resource, namespace, name: '' }, object, options);
      } catch (error) {
        if (error instanceof StatusError) return error.message;
        throw error;
      }
    },
    async update(key, change) {
      await write(ctx, key, undefined, change, options);
    },
    async updateStatus(key, status) {
      await write(ctx, key, 'status', (live) => ({ ...live, status: status(live) }) as KubeObject, options);
    },
    async annotate(key, annotations) {
      const add = (live: KubeObject) => ({ ...live, metadata: { ...live.metadata, annotations: { ...live.metadata.annotations, ...annotations } } });
      await write(ctx, key, 'status', add, options);
    },
    replace: (key, object) => void ctx.store.put(key, object),
    bind(key, node) {
      const resource = ctx.registry.findBucket(key.bucket);
      if (resource) bindPod(ctx, { resource, namespace: key.namespace, name: key.name }, node);
    },
    delete(key, deleteOptions = {}) {
      const resource = ctx.registry.findBucket(key.bucket);
      if (resource && ctx.store.get(key)) deleteObject(ctx, { resource, namespace: key.namespace, name: key.name }, { propagationPolicy: 'Background', ...deleteOptions });
    },
  };
}

async function write(ctx: ServerContext, key: ObjectKey, subresource: string | undefined, change: (live: KubeObject) => KubeObject, options: WriteOptions): Promise<void> {
  const resource = ctx.registry.findBucket(key.bucket);
  if (!resource) return;
  const target: Target = { resource, namespace: key.namespace, name: key.name, ...(subresource === undefined ? {} : { subresource }) };
  const stored = ctx.store.get(key);
  if (!stored) return;
  const live = inVersion(stored, resource);
  const next = decoded(change(live), live, target, options);
  if (next === live || equalValues(next, live)) return;
  await updateDecoded(ctx, target, () => trackUpdate(live, next, writerOf(ctx, target, options), fieldContext(ctx, target)), options);
}

function decoded(wanted: KubeObject, live: KubeObject, { resource, subresource }: Target, options: WriteOptions): KubeObject {
  if (equalValues(wanted, live)) return live;
  return (subresource === 'status' ? decodeStatus(wanted, live, resource) : undefined) ?? decodeObject(wanted, resource, options);
}

async function allowing<T>(codes: readonly number[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StatusError && codes.includes(error.code)) return undefined;
    throw error;
  }
}

export function keyFor(bucket: string, object: KubeObject): ObjectKey {
  return { bucket, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
}

export function nowText(client: ControllerClient): string {
  return timestamp(client.now());
}
