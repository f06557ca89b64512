import type { ClusterFailure, KubernetesObject, ObjectRef, PatchType, WriteCluster } from '@sherpack/plugin-api';
import { failureOf } from '@sherpack/plugin-api';
import type { TestRunner } from '../runner.ts';

/** What a cluster cannot do; the suite leaves that out. Everything is on unless switched off. */
export interface ClusterSuiteSupport {
  /** Fields have managers, and two that want the same field conflict. */
  readonly fieldManagers?: boolean;
  /** Objects are checked against the schemas of their kinds, unknown fields refused. */
  readonly validation?: boolean;
  /** Namespaces must be there before their content. */
  readonly namespaces?: boolean;
  /** Objects of kinds that nobody defined are refused. */
  readonly unknownKinds?: boolean;
  /** Changes are told to those who watch. */
  readonly watch?: boolean;
  readonly subresources?: boolean;
  readonly finalizers?: boolean;
  readonly openapi?: boolean;
  readonly patches?: readonly PatchType[];
}

/** The runner, what may be tested and the cluster to test: what every part of the suite gets. */
export interface ClusterSuite extends TestRunner {
  readonly supports: Required<ClusterSuiteSupport>;
  /** The cluster, and a namespace of this run. */
  open(): Promise<{ readonly cluster: WriteCluster; readonly namespace: string }>;
}

/** Milliseconds that no test waits for unless something is wrong. */
export const LONG = 60_000;

export function unique(prefix: string): string {
  return `${prefix}-${Math.random().toString(36).slice(2, 10)}`;
}

export function configMap(namespace: string, name: string, data: Record<string, string> = {}, labels?: Record<string, string>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace, ...(labels === undefined ? {} : { labels }) }, data };
}

export function refTo(namespace: string, name: string): ObjectRef {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name };
}

export const CONFIG_MAPS = { apiVersion: 'v1', kind: 'ConfigMap' };

export interface Thrown {
  readonly code: unknown;
  readonly message: string;
  readonly hint: string | undefined;
  readonly failure: ClusterFailure | undefined;
}

/** What the work throws; the code `nothing` if it throws nothing. */
export async function thrownBy(work: Promise<unknown>): Promise<Thrown> {
  try {
    await work;
  } catch (error) {
    const { code, message, hint } = error as { code?: unknown; message: string; hint?: string };
    return { code, message, hint, failure: failureOf(error) };
  }
  return { code: 'nothing', message: '', hint: undefined, failure: undefined };
}
