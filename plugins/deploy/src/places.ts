import type { DeployContext, FailurePolicy, JsonObject, OuterDependency, Plan, ReadCluster, ReadinessWish, StepDependency } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { positiveDuration } from './annotations/forms.ts';
import { dependencyResolver } from './dependencies.ts';
import type { DesiredObject } from './desired-objects.ts';
import { orderingOf } from './ordering.ts';
import type { Ordering } from './ordering.ts';
import { blocksOf } from './pack-blocks.ts';

/** Where an object stands among the others of its plan. */
export interface Place {
  readonly wave: number;
  readonly ready: ReadinessWish;
  readonly dependsOn: readonly StepDependency[];
  readonly outer: readonly OuterDependency[];
  readonly onFailure: FailurePolicy | undefined;
}

export interface PlaceOptions {
  readonly objects: readonly DesiredObject[];
  readonly plan: Plan;
  readonly context: DeployContext;
  readonly cluster: ReadCluster;
}

/** Kinds that others live in: without a wave of their own they come with the first. */
const GROUND = new Set(['CustomResourceDefinition', 'Namespace']);

/**
 * Reads the annotations of all objects, hooks included, and looks their dependencies up.
 *
 * @throws DEPLOY_ANNOTATION_INVALID, DEPLOY_DEPENDENCY_MISSING
 */
export async function placesOf({ objects, plan, context, cluster }: PlaceOptions): Promise<ReadonlyMap<string, Place>> {
  const warn = (message: string) => context.emit({ type: 'warning', message });
  const orderings = new Map(objects.map((object) => [object.id, orderingOf(object.manifest, warn)]));
  const isGround = ({ id, ref }: DesiredObject) => GROUND.has(ref.kind) && orderings.get(id)?.wave === undefined;
  const numbers = objects.filter((object) => !isGround(object) && !isOutside(object)).map(({ id }) => orderings.get(id)?.wave ?? 0);
  const first = numbers.reduce((lowest, wave) => Math.min(lowest, wave), numbers[0] ?? 0);
  const last = numbers.reduce((highest, wave) => Math.max(highest, wave), first);
  const policies = wavePolicies(blocksOf(plan).waves);
  const resolve = dependencyResolver({ desired: objects, waves: new Set([...numbers, first]), release: plan.release, kindOf: kindFinder(cluster) });
  const places = new Map<string, Place>();
  for (const object of objects) {
    const ordering = orderings.get(object.id) ?? NOTHING;
    const wave = isGround(object) ? first : ordering.wave ?? 0;
    const policy = policies.get(wave);
    places.set(object.id, {
      wave,
      ready: wishOf(object, ordering, { policy, waits: plan.wait || wave < last }),
      onFailure: ordering.onFailure ?? policy?.onFailure,
      ...(await resolve(object, ordering.dependsOn)),
    });
  }
  return places;
}

const NOTHING: Ordering = Object.freeze({ wave: undefined, waitReady: undefined, timeout: undefined, onFailure: undefined, dependsOn: [] });

function isOutside({ hook }: DesiredObject): boolean {
  return hook !== undefined && hook.hook.phase !== 'during';
}

interface WishParts {
  readonly policy: WavePolicy | undefined;
  readonly waits: boolean;
}

function wishOf({ isDefinition, hook }: DesiredObject, { waitReady, timeout }: Ordering, { policy, waits }: WishParts): ReadinessWish {
  return { wait: waitReady ?? (waits || isDefinition), timeout: hook?.timeout ?? timeout ?? policy?.timeout, ...(waitReady === undefined ? {} : { declared: waitReady }) };
}

/** What Pack.yaml says of a wave, under `waves`. */
interface WavePolicy {
  readonly onFailure: FailurePolicy | undefined;
  readonly timeout: number | undefined;
}

function wavePolicies(section: JsonObject): ReadonlyMap<number, WavePolicy> {
  return new Map(Object.entries(section).flatMap(([wave, policy]) => {
    if (!isObject(policy)) return [];
    const timeout = policy['timeout'] === undefined ? undefined : positiveDuration(String(policy['timeout']));
    return [[Number(wave), { onFailure: policy['onFailure'] as FailurePolicy | undefined, timeout }] as const];
  }));
}

function kindFinder(cluster: ReadCluster) {
  return async (kind: string, group: string | undefined) => {
    const { resources } = await cluster.discovery();
    const found = resources.find((resource) => resource.kind === kind && (group === undefined || resource.group === group));
    return found === undefined ? undefined : { apiVersion: found.group === '' ? found.version : `${found.group}/${found.version}`, namespaced: found.namespaced };
  };
}
