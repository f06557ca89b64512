import { createHash } from 'node:crypto';
import type { Pack, Path, Plan, PlanBinding, PlanStep, StepBinding } from '@sherpack/plugin-api';
import { formatRef, isObject, isSecretData } from '@sherpack/plugin-api';
import { stringifyJson } from '@sherpack/yaml/json';

/** What a plan was made from, so that a later look can tell whether it still fits. Holds no secret, not even a digest of one. */
export function bindPlan(plan: Plan, pack: Pack | undefined): PlanBinding {
  const { cluster, release, releaseUid, revision } = plan;
  return {
    cluster, release, releaseUid, revision,
    pack: pack === undefined ? undefined : { digest: pack.digest(), values: digestOf(without(pack.values, pack.secretPaths)) },
    steps: plan.steps.map(bindStep),
  };
}

function bindStep({ id, ref, action, live, desired, secretPaths }: PlanStep): StepBinding {
  const isSecret = desired !== undefined && isSecretData(desired, ['data']);
  const hidden = isSecret ? [['data'], ['stringData'], ...secretPaths] : secretPaths;
  return {
    id, action, name: formatRef(ref),
    ...(live === undefined ? {} : { uid: live.uid, relevant: live.relevant, fields: live.fields }),
    ...(desired === undefined ? {} : { desired: digestOf(without(desired, hidden)) }),
  };
}

function without(value: unknown, paths: readonly Path[]): unknown {
  return paths.reduce<unknown>(leaveOut, value);
}

function leaveOut(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === Number(step) ? leaveOut(item, rest) : item));
  return isObject(value) && Object.hasOwn(value, step) ? { ...value, [step]: leaveOut(value[String(step)], rest) } : value;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(stringifyJson(value, { sortKeys: true })).digest('hex').slice(0, 32);
}
