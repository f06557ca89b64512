import type { HookDeletePolicy, HookPlan, KubernetesObject, Manifest } from '@sherpack/plugin-api';
import { annotationOf } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { positiveDuration } from '../ordering.ts';
import type { HookMoment } from './hook-events-of.ts';

/** A hook as its annotations describe it, with the time that it may take in milliseconds. */
export interface HookReading {
  readonly hook: HookPlan;
  readonly timeout: number | undefined;
}

const POLICIES: ReadonlySet<string> = new Set(['before-hook-creation', 'hook-succeeded', 'hook-failed']);

/**
 * Reads the annotations of a hook: Helm's (https://helm.sh/docs/topics/charts_hooks/), and those of Sherpack 0.4 with the
 * prefix `sherpack.io/`, which win.
 *
 * @throws DEPLOY_ANNOTATION_INVALID for those that only Sherpack knows; Helm takes an unreadable weight for 0
 */
export function readHook({ object, source }: Pick<Manifest, 'object' | 'source'>, moment: HookMoment): HookReading {
  const failure = failureOf(object, source);
  const timeout = own(object, 'hook-timeout');
  const milliseconds = timeout === undefined ? undefined : positiveDuration(timeout);
  if (timeout !== undefined && milliseconds === undefined) throw errors.ANNOTATION_INVALID('sherpack.io/hook-timeout', timeout, 'a duration like 90s or 5m', source);
  const weight = annotated(object, 'hook-weight')?.trim() ?? '0';
  return {
    timeout: milliseconds,
    hook: {
      ...moment,
      ...failure,
      weight: /^[+-]?\d{1,9}$/.test(weight) ? Number(weight) : 0,
      deletePolicies: policiesOf(object),
      showsLogs: (annotated(object, 'hook-output-log-policy') ?? '').includes('hook-succeeded'),
    },
  };
}

function annotated(object: KubernetesObject, name: string): string | undefined {
  return annotationOf(object, `sherpack.io/${name}`, `helm.sh/${name}`);
}

function own(object: KubernetesObject, name: string): string | undefined {
  return annotationOf(object, `sherpack.io/${name}`);
}

/** Without a policy the object of the last run is deleted before the next. Names that nobody knows count for nothing, as for Helm. */
function policiesOf(object: KubernetesObject): readonly HookDeletePolicy[] {
  const words = (annotated(object, 'hook-delete-policy') ?? '').split(',').map((word) => word.trim()).filter((word) => POLICIES.has(word));
  return words.length === 0 ? ['before-hook-creation'] : (words as HookDeletePolicy[]);
}

/** `fail` or `abort`, `continue`, `rollback`, `retry(n)` or `retry:n`; `sherpack.io/hook-retries: n` beside any of them. */
function failureOf(object: KubernetesObject, source: Manifest['source']): Pick<HookPlan, 'failure' | 'retries'> {
  const text = own(object, 'hook-failure-policy')?.trim() ?? 'fail';
  const [, count] = /^retry(?:\((\d{1,3})\)|:(\d{1,3}))$/.exec(text)?.filter((part) => part !== undefined) ?? [];
  const retries = retriesOf(object, source) ?? Number(count ?? 0);
  if (count !== undefined || text === 'fail' || text === 'abort') return { failure: 'fail', retries };
  if (text === 'continue' || text === 'rollback') return { failure: text, retries };
  throw errors.ANNOTATION_INVALID('sherpack.io/hook-failure-policy', text, '"fail", "continue", "rollback" or "retry(n)"', source);
}

function retriesOf(object: KubernetesObject, source: Manifest['source']): number | undefined {
  const text = own(object, 'hook-retries')?.trim();
  if (text === undefined) return undefined;
  if (!/^\d{1,3}$/.test(text)) throw errors.ANNOTATION_INVALID('sherpack.io/hook-retries', text, 'a whole number', source);
  return Number(text);
}
