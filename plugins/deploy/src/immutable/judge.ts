import { randomBytes } from 'node:crypto';
import type { DryRunCluster, KubernetesObject, Path } from '@sherpack/plugin-api';
import { failureOf, isObject } from '@sherpack/plugin-api';
import { probeOf } from './probe.ts';

/**
 * Why the server refuses to change an object.
 *
 * - `immutable`: a new object with this manifest is accepted, so only the transition is refused
 * - `wrong`: a new object is refused as well, so it is the manifest
 * - `unclear`: a new object cannot be judged, for a reason of its own
 */
export type Judgement =
  | { readonly verdict: 'immutable'; readonly created: KubernetesObject }
  | { readonly verdict: 'wrong'; readonly because: unknown }
  | { readonly verdict: 'unclear'; readonly because: unknown };

export interface JudgeOptions {
  readonly cluster: Pick<DryRunCluster, 'dryRun'>;
  readonly secretPaths: readonly Path[];
  readonly signal: AbortSignal;
}

const REFUSED_CHANGE: ReadonlySet<number> = new Set([403, 409, 422]);

/**
 * Tells an immutable field from a wrong manifest for every kind alike, never by the server's words: the same manifest is
 * created under a throw-away name, as a dry run. Nothing is written.
 *
 * @returns undefined when the refusal is none of a change
 */
export async function judgeRefusal(refusal: unknown, desired: KubernetesObject, live: KubernetesObject, options: JudgeOptions): Promise<Judgement | undefined> {
  const status = failureOf(refusal)?.status;
  if (status === undefined || !REFUSED_CHANGE.has(status)) return undefined;
  // Whoever may not write the object at all learns nothing about this change.
  const barred = status === 403 ? await refusalOfNothing(live, options) : undefined;
  if (barred !== undefined) return { verdict: 'unclear', because: barred };
  const name = `sherpack-probe-${randomBytes(5).toString('hex')}`;
  try {
    const { object } = await options.cluster.dryRun.create(probeOf(desired, live, name), { fieldManager: 'sherpack-probe', secretPaths: options.secretPaths, signal: options.signal });
    return { verdict: 'immutable', created: object };
  } catch (error) {
    options.signal.throwIfAborted();
    const failure = failureOf(error);
    if (failure === undefined || failure.status === 0 || failure.status === 401 || failure.status >= 500) throw error;
    const isAboutManifest = (failure.status === 422 || failure.status === 400) && !speaksOfName(failure.body);
    return { verdict: isAboutManifest ? 'wrong' : 'unclear', because: error };
  }
}

/** An apply that states nothing: what refuses it refuses every write. */
async function refusalOfNothing({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject, { cluster, signal }: JudgeOptions): Promise<unknown> {
  const nothing = { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } } as KubernetesObject;
  try {
    await cluster.dryRun.apply(nothing, { fieldManager: 'sherpack-probe', signal });
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return error;
  }
}

/** Kinds whose name follows from their content refuse any other one. */
function speaksOfName(body: Readonly<Record<string, unknown>> | undefined): boolean {
  const details = body?.['details'];
  const causes = isObject(details) && Array.isArray(details['causes']) ? details['causes'] : [];
  return causes.some((cause) => isObject(cause) && cause['field'] === 'metadata.name');
}
