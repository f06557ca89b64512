import type { DeployContext, DryRunCluster, KubernetesObject, Recreation } from '@sherpack/plugin-api';
import { failureOf, isObject, isSherpackError } from '@sherpack/plugin-api';
import type { DesiredObject } from '../desired-objects.ts';
import { errors } from '../errors.ts';
import { judgeRefusal } from './judge.ts';
import { isProtected, strategyFor } from './strategy.ts';

export interface PlannedRecreation {
  readonly recreation: Recreation;
  /** The object as the server would make it. */
  readonly created: KubernetesObject;
  readonly reason: string;
}

/**
 * Finds out why a change was refused, and plans to make the object anew where that helps and the user permits it.
 *
 * @returns undefined when the refusal has nothing to do with immutable fields
 * @throws DEPLOY_REJECTED, DEPLOY_IMMUTABLE, DEPLOY_IMMUTABLE_PROTECTED, DEPLOY_IMMUTABLE_UNCLEAR
 */
export async function planRecreation(refusal: unknown, desired: DesiredObject, live: KubernetesObject, options: { readonly cluster: DryRunCluster; readonly context: DeployContext }): Promise<PlannedRecreation | undefined> {
  const { ref, manifest, object } = desired;
  const judgement = await judgeRefusal(refusal, object, live, { cluster: options.cluster, secretPaths: manifest.secretPaths, signal: options.context.signal });
  if (judgement === undefined) return undefined;
  const fields = refusedFields(refusal);
  if (judgement.verdict === 'unclear') throw errors.IMMUTABLE_UNCLEAR(ref, textOf(refusal), textOf(judgement.because), manifest.source);
  if (judgement.verdict === 'wrong') {
    if (!isSherpackError(judgement.because)) throw judgement.because;
    throw errors.REJECTED(ref, manifest.source, judgement.because);
  }
  const strategy = strategyFor(manifest, options.context);
  if (isProtected(object)) throw errors.IMMUTABLE_PROTECTED(ref, fields, textOf(refusal), manifest.source);
  if (strategy === 'fail') throw errors.IMMUTABLE(ref, fields, textOf(refusal), manifest.source);
  return { recreation: { propagation: strategy }, created: named(judgement.created, live), reason: `made anew (${strategy}): ${fields.join(', ') || 'the change'} is not possible in place` };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For the message only: what decides is the probe. */
function refusedFields(refusal: unknown): readonly string[] {
  const details = failureOf(refusal)?.body?.['details'];
  const causes = isObject(details) && Array.isArray(details['causes']) ? details['causes'].filter(isObject) : [];
  return [...new Set(causes.map(({ field }) => String(field ?? '')).filter((field) => field !== '' && field !== '<nil>'))];
}

function named(created: KubernetesObject, { metadata: { name, uid, creationTimestamp } }: KubernetesObject): KubernetesObject {
  return { ...created, metadata: { ...created.metadata, name, uid, creationTimestamp } as KubernetesObject['metadata'] };
}
