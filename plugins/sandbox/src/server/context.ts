import type { Clock } from '../clock.ts';
import type { Catalog } from '../schemas/catalog.ts';
import { qualifiedName, type Resource } from '../schemas/resource.ts';
import type { ObjectKey, ObjectStore } from '../store/object-store.ts';
import type { Ids } from './ids.ts';
import type { Registry } from './registry.ts';

/** What every part of the server works with. */
export interface ServerContext {
  readonly store: ObjectStore;
  readonly registry: Registry;
  readonly catalog: Catalog;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly kubeVersion: string;
  /** Ends each watch that is open. */
  readonly watches: Set<() => void>;
}

/** An object, or a part of it, that a request is about. Namespace is empty for cluster-wide kinds. */
export interface Target {
  readonly resource: Resource;
  readonly namespace: string;
  readonly name: string;
  readonly subresource?: string;
}

/** How a write is to be made. */
export interface WriteOptions {
  readonly manager: string;
  readonly user: string;
  readonly dryRun?: boolean;
  readonly fieldValidation?: 'Strict' | 'Warn' | 'Ignore';
  /** Messages about fields that the body gives more than once. */
  readonly duplicates?: readonly string[];
  /** Collects texts for `Warning` headers. */
  readonly warnings?: string[];
}

export function keyOf(target: Pick<Target, 'resource' | 'namespace' | 'name'>): ObjectKey {
  return { bucket: qualifiedName(target.resource), namespace: target.namespace, name: target.name };
}
