import { isSherpackError, type Clock } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { Trace } from './trace.ts';

/** How a hook treats what its taps return. */
export type Discipline = 'waterfall' | 'collect' | 'parallel';

export type RawTap = (value: unknown, context: unknown) => unknown;

/** What tapable hands to `register`, with our own fields that ride along. */
export interface GuardedTap {
  name: string;
  type: string;
  stage?: number;
  before?: unknown;
  fn: (...args: never[]) => unknown;
  owner?: TapOwner;
}

/** The plugin behind a tap. */
export interface TapOwner {
  readonly plugin: string;
  /** Position in the set-up order; decides among taps of one order group, whenever they were registered. */
  readonly position: number;
  isDisposed(): boolean;
}

export interface GuardOptions {
  readonly clock: Clock;
  readonly trace: Trace;
  /** Milliseconds that one tap may take. */
  readonly tapTimeout: number;
  /** Looks at every value that a tap returned; the test kit freezes it. */
  readonly inspect?: ((value: unknown) => void) | undefined;
  /** Gets what taps of parallel hooks throw: they only look on and can stop nothing. */
  readonly report: (error: unknown) => void;
}

/** Milliseconds that a tap has to end once the operation is over: longer than a request to a cluster may take. */
const GRACE = 90_000;

const ORDER_WIDTH = 1_000_000;

/** tapable's `stage` of a tap: the order group first, then the plugin's position. */
export function stageOf(order: 'pre' | 'post' | undefined, owner: TapOwner): number {
  const group = { pre: 0, normal: 1, post: 2 }[order ?? 'normal'];
  if (group === undefined) throw errors.TAP_ORDER(owner.plugin, order);
  return group * ORDER_WIDTH + owner.position;
}

/**
 * Builds tapable's `register` interceptor of one hook. It closes what tapable leaves open: sync taps whose rejections
 * are lost, unknown `before`, no untap, nameless errors, forgotten returns.
 *
 * May not touch anything but the tap it is given.
 */
export function guard(hook: string, discipline: Discipline, options: GuardOptions): (tap: GuardedTap) => GuardedTap {
  return function register(tap) {
    const { owner } = tap;
    if (owner === undefined || tap.type !== 'promise' || tap.before !== undefined) throw errors.TAP_FOREIGN(tap.name, hook);
    const run = tap.fn as unknown as RawTap;
    const fn = (value: unknown, context: unknown) => runGuarded({ hook, discipline, owner, run, value, context, options });
    // tapable keeps only what `register` returns, so the whole tap goes back.
    return { ...tap, fn: fn as unknown as GuardedTap['fn'] };
  };
}

interface GuardedRun {
  readonly hook: string;
  readonly discipline: Discipline;
  readonly owner: TapOwner;
  readonly run: RawTap;
  readonly value: unknown;
  readonly context: unknown;
  readonly options: GuardOptions;
}

async function runGuarded(run: GuardedRun): Promise<unknown> {
  const { hook, owner, options, discipline, value } = run;
  if (owner.isDisposed()) return discipline === 'waterfall' ? value : undefined;
  const end = options.trace.begin(hook, owner.plugin, options.clock.now());
  try {
    const result = await settle(run);
    if (result === undefined && discipline !== 'parallel') throw errors.TAP_EMPTY(owner.plugin, hook);
    if (discipline === 'waterfall') checkValue(result, run);
    end(options.clock.now());
    return result;
  } catch (error) {
    end(options.clock.now());
    const known = named(error, owner.plugin, hook);
    if (discipline !== 'parallel') throw known;
    options.report(known);
    return undefined;
  }
}

/** Plugins in JavaScript are told by nobody that they return something else than a value of the hook. */
function checkValue(result: unknown, { value, owner, hook, options }: GuardedRun): void {
  const lost = Object.entries(Object(value)).find(([key, part]) => (Array.isArray(part) || part instanceof Map) && typeof Object(result)[key] !== 'object');
  if (lost !== undefined) throw errors.TAP_VALUE(owner.plugin, hook, lost[0]);
  options.inspect?.(result);
}

async function settle({ run, value, context, owner, hook, options }: GuardedRun): Promise<unknown> {
  const pending = run(value, context);
  if (!isThenable(pending)) throw errors.TAP_SYNC(owner.plugin, hook);
  // Most looks at events are over at once, thousands in an operation: an alarm for each would cost more than they do.
  const early = await Promise.race([pending, options]);
  if (early !== options) return early;
  const done = new AbortController();
  function limit(ms: number): Promise<never> {
    const hung = () => { throw errors.TAP_HUNG(owner.plugin, hook, ms / 1000); };
    return options.clock.sleep(ms, done.signal, { background: true }).then(hung, () => new Promise<never>(() => {}));
  }
  // One that begins when all is over already, as the last store does, knows it and has its whole time.
  const { signal } = context as { readonly signal?: AbortSignal };
  const stopped = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => limit(GRACE).catch((error: unknown) => {
    options.report(error);
    reject(error);
  }), { signal: done.signal }));
  return Promise.race([pending, limit(options.tapTimeout), stopped]).finally(() => done.abort('over')); // Without a reason Node makes an error, with its stack, for each tap.
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

function named(error: unknown, plugin: string, hook: string): unknown {
  const known = isSherpackError(error) ? error : errors.TAP_FAILED(plugin, hook, error);
  known.plugin ??= plugin;
  known.hook ??= hook;
  return known;
}
