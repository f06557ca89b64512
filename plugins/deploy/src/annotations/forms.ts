import type { FailurePolicy, HookPlan, Recreation } from '@sherpack/plugin-api';
import { ANNOTATIONS, parseDuration } from '@sherpack/plugin-api';
import { parseDependencies } from '../graph/dependency-text.ts';

/** What an annotation may say. `lint` and the plan read it by the same form. */
export interface AnnotationForm<Value> {
  /** The preferred name first. */
  readonly names: readonly string[];
  /** @returns what the trimmed text means, or what should stand there, as in "which is not …" */
  read(text: string, name: string): { readonly value: Value } | { readonly wanted: string };
}

export type HookFailure = Pick<HookPlan, 'failure' | 'retries'>;
export type ImmutableStrategy = 'fail' | Recreation['propagation'];

/** `recreate` leaves the order to us: dependents go first, so that old and new ones never run side by side. */
const STRATEGIES: ReadonlyMap<string, ImmutableStrategy> = new Map([
  ['fail', 'fail'], ['recreate', 'foreground'], ['foreground', 'foreground'], ['background', 'background'], ['orphan', 'orphan'],
] as const);

export const FORMS = Object.freeze({
  wave: form(['sherpack.io/wave', 'sherpack.io/sync-wave', 'argocd.argoproj.io/sync-wave'], (text) => (/^[+-]?\d{1,9}$/.test(text) ? Number(text) : undefined), 'a whole number'),
  waitReady: form([ANNOTATIONS.waitReady, ANNOTATIONS.skipWait], waitOf, '"true" or "false"'),
  timeout: form([ANNOTATIONS.timeout], positiveDuration, 'a duration such as 90s or 5m'),
  settle: form([ANNOTATIONS.settle], parseDuration, 'a duration such as 90s or 5m'),
  progressDeadline: form([ANNOTATIONS.progressDeadline], parseDuration, 'a duration such as 90s or 5m'),
  onFailure: form(['sherpack.io/on-failure'], policyOf, '"stop", "continue" or "rollback"'),
  onImmutable: form(['sherpack.io/on-immutable'], strategyOf, `one of ${[...STRATEGIES.keys()].join(', ')}`),
  hookTimeout: form(['sherpack.io/hook-timeout'], positiveDuration, 'a duration such as 90s or 5m'),
  hookRetries: form(['sherpack.io/hook-retries'], (text) => (/^\d{1,3}$/.test(text) ? Number(text) : undefined), 'a whole number'),
  hookFailure: form(['sherpack.io/hook-failure-policy'], hookFailureOf, '"fail", "continue", "rollback" or "retry(n)"'),
  dependsOn: Object.freeze({
    names: ['sherpack.io/depends-on', 'sherpack.io/wait-for'],
    read(text: string) {
      const items = parseDependencies(text);
      return typeof items === 'string' ? { wanted: `a list of dependencies: ${items}` } : { value: items };
    },
  }),
});

function form<Value>(names: readonly string[], parse: (text: string, name: string) => Value | undefined, wanted: string): AnnotationForm<Value> {
  return Object.freeze({
    names,
    read(text: string, name: string) {
      const value = parse(text, name);
      return value === undefined ? { wanted } : { value };
    },
  });
}

/** `skip-wait` says the opposite. */
function waitOf(text: string, name: string): boolean | undefined {
  const word = text.toLowerCase();
  const yes = ['true', '1', 'yes'].includes(word);
  if (!yes && !['false', '0', 'no'].includes(word)) return undefined;
  return name === ANNOTATIONS.skipWait ? !yes : yes;
}

/** @returns milliseconds */
export function positiveDuration(text: string): number | undefined {
  const milliseconds = parseDuration(text);
  return milliseconds === undefined || milliseconds <= 0 ? undefined : milliseconds;
}

function policyOf(text: string): FailurePolicy | undefined {
  return text === 'stop' || text === 'continue' || text === 'rollback' ? text : undefined;
}

export function strategyOf(text: string): ImmutableStrategy | undefined {
  return STRATEGIES.get(text);
}

/** `fail` or `abort`, `continue`, `rollback`, `retry(n)` or `retry:n`. */
function hookFailureOf(text: string): HookFailure | undefined {
  const [, count] = /^retry(?:\((\d{1,3})\)|:(\d{1,3}))$/.exec(text)?.filter((part) => part !== undefined) ?? [];
  if (count !== undefined) return { failure: 'fail', retries: Number(count) };
  if (text === 'fail' || text === 'abort') return { failure: 'fail', retries: 0 };
  return text === 'continue' || text === 'rollback' ? { failure: text, retries: 0 } : undefined;
}
