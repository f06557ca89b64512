import { AsyncParallelHook, AsyncSeriesHook, AsyncSeriesWaterfallHook } from 'tapable';
import { LIFECYCLE_STAGES, type HookTap, type LifecycleStage, type LifecycleTaps, type TapOptions } from '@sherpack/plugin-api';
import { guard, isThenable, stageOf, type Discipline, type GuardOptions, type GuardedTap, type RawTap, type TapOwner } from './guarded-hook.ts';

/** The part of tapable's hooks that the kernel uses. */
interface RawHook {
  intercept(interceptor: { register: (tap: GuardedTap) => GuardedTap }): void;
  tapPromise(options: object, fn: RawTap): void;
  promise(...args: unknown[]): Promise<unknown>;
}

const DISCIPLINES: Readonly<Record<LifecycleStage, Discipline>> = Object.freeze({
  load: 'waterfall',
  resolve: 'waterfall',
  render: 'waterfall',
  validate: 'collect',
  apply: 'waterfall',
  store: 'waterfall',
  observe: 'parallel',
});

/** The seven hooks. Only the kernel holds this object; plugins get {@link tapsFor}. */
export interface KernelHooks {
  /** Runs a waterfall and returns the last value. */
  pass<Value>(stage: LifecycleStage, value: Value, context: object): Promise<Value>;
  /** Runs every tap of a collecting hook and returns all that they found, in order. */
  collect<Item>(stage: LifecycleStage, value: unknown, context: object): Promise<readonly Item[]>;
  /** Runs all taps at once. */
  notify(stage: LifecycleStage, value: unknown, context: object): Promise<void>;
  /** The facade for one plugin. `admit` refuses taps after set-up, and of stages that it does not announce. */
  tapsFor(owner: TapOwner, admit: (what: string, stage: LifecycleStage) => void): LifecycleTaps;
}

export function createHooks(options: GuardOptions): KernelHooks {
  const hooks = Object.freeze(Object.fromEntries(LIFECYCLE_STAGES.map((stage) => [stage, createHook(stage, options)])));
  const found = new WeakMap<object, unknown[]>();

  function facade(stage: LifecycleStage, owner: TapOwner, admit: (what: string, stage: LifecycleStage) => void): HookTap<RawTap> {
    function tap(run: RawTap, tapOptions: TapOptions = {}): void {
      admit(`hooks.${stage}.tap()`, stage);
      const collecting = DISCIPLINES[stage] === 'collect';
      const keep: RawTap = collecting ? (value, context) => keepFound(run(value, context), context as object) : run;
      hooks[stage]?.tapPromise({ name: owner.plugin, stage: stageOf(tapOptions.order, owner), owner }, keep);
    }
    return Object.freeze({ tap });
  }

  function keepFound(pending: unknown, context: object): unknown {
    if (!isThenable(pending)) return pending;
    return Promise.resolve(pending).then((items: unknown) => {
      if (Array.isArray(items)) found.get(context)?.push(...items);
      return items;
    });
  }

  return {
    async pass<Value>(stage: LifecycleStage, value: Value, context: object) {
      return (await hooks[stage]?.promise(value, context)) as Value;
    },
    async collect<Item>(stage: LifecycleStage, value: unknown, context: object) {
      // The context's identity keys the findings, so that nested runs do not mix.
      const own = { ...context };
      found.set(own, []);
      await hooks[stage]?.promise(value, own);
      return (found.get(own) ?? []) as Item[];
    },
    async notify(stage, value, context) {
      await hooks[stage]?.promise(value, context);
    },
    tapsFor(owner, admit) {
      const entries = LIFECYCLE_STAGES.map((stage) => [stage, facade(stage, owner, admit)]);
      return Object.freeze(Object.fromEntries(entries)) as LifecycleTaps;
    },
  };
}

function createHook(stage: LifecycleStage, options: GuardOptions): RawHook {
  const discipline = DISCIPLINES[stage];
  const hook = newHook(discipline);
  hook.intercept({ register: guard(stage, discipline, options) });
  return hook;
}

const HOOK_CLASSES = { waterfall: AsyncSeriesWaterfallHook, collect: AsyncSeriesHook, parallel: AsyncParallelHook };

function newHook(discipline: Discipline): RawHook {
  const Hook = HOOK_CLASSES[discipline] as unknown as new (names: readonly string[]) => RawHook;
  return new Hook(['value', 'context']);
}
