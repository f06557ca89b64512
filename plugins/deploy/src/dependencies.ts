import type { ObjectRef, OuterDependency, Release, StepDependency } from '@sherpack/plugin-api';
import { formatRef, groupOf } from '@sherpack/plugin-api';
import type { DesiredObject } from './desired-objects.ts';
import { errors } from './errors.ts';
import type { DependencyTarget, DependencyText } from './graph/dependency-text.ts';
import { waveId } from './graph/wave-edges.ts';

/** What an object depends on, inside the plan and outside. */
export interface Dependencies {
  readonly dependsOn: readonly StepDependency[];
  readonly outer: readonly OuterDependency[];
}

export interface ResolverOptions {
  readonly desired: readonly DesiredObject[];
  readonly waves: ReadonlySet<number>;
  readonly release: Release;
  /** The served version of a kind that the plan does not touch; undefined when the cluster does not know it. */
  readonly kindOf: (kind: string, group: string | undefined) => Promise<Pick<ObjectRef, 'apiVersion'> & { readonly namespaced: boolean } | undefined>;
}

/**
 * Looks declared dependencies up: all objects that fit. `Kind/namespace/name` that is not in the plan is an object of
 * somebody else and is waited for.
 */
export function dependencyResolver(options: ResolverOptions): (object: DesiredObject, items: readonly DependencyText[]) => Promise<Dependencies> {
  const byName = new Map<string, DesiredObject[]>();
  for (const object of options.desired) byName.set(object.ref.name, [...(byName.get(object.ref.name) ?? []), object]);

  /** @throws DEPLOY_DEPENDENCY_MISSING */
  return async function resolve(object, items) {
    const dependsOn: StepDependency[] = [];
    const outer: OuterDependency[] = [];
    for (const item of items) {
      const steps = idsOf(item.target, object, options, byName);
      const others = steps.length > 0 ? [] : await outerOf(item, options);
      if (steps.length === 0 && others.length === 0 && !item.optional) throw errors.DEPENDENCY_MISSING(formatRef(object.ref), item.text, nearNames(item.target, byName), object.manifest.source);
      dependsOn.push(...steps.map((id) => ({ id, until: item.until })));
      outer.push(...others);
    }
    return { dependsOn, outer };
  };
}

function idsOf(target: DependencyTarget, { id: own }: DesiredObject, { desired, waves }: ResolverOptions, byName: ReadonlyMap<string, readonly DesiredObject[]>): readonly string[] {
  switch (target.type) {
    case 'wave': return waves.has(target.wave) ? [waveId(target.wave)] : [];
    case 'release': return [];
    case 'selector': return desired.filter(({ id, object }) => id !== own && target.matches(object.metadata.labels ?? {})).map(({ id }) => id);
    case 'object': return (byName.get(target.name) ?? []).filter((object) => object.id !== own && fits(object.ref, target)).map(({ id }) => id);
  }
}

function fits(ref: ObjectRef, { kind, group, namespace }: Extract<DependencyTarget, { type: 'object' }>): boolean {
  if (kind !== undefined && ref.kind !== kind) return false;
  if (group !== undefined && groupOf(ref.apiVersion) !== group) return false;
  return namespace === undefined || ref.namespace === namespace;
}

async function outerOf({ target, until }: DependencyText, { release, kindOf }: ResolverOptions): Promise<readonly OuterDependency[]> {
  if (target.type === 'release') return [{ release: { name: target.name, namespace: target.namespace ?? release.namespace }, until }];
  if (target.type !== 'object' || target.kind === undefined) return [];
  // Without a namespace only what has none can be meant: a name in the release's own would be a misspelt object of it.
  const served = await kindOf(target.kind, target.group);
  if (served === undefined || served.namespaced !== (target.namespace !== undefined)) return [];
  const namespace = served.namespaced ? { namespace: target.namespace } : {};
  return [{ object: { apiVersion: served.apiVersion, kind: target.kind, name: target.name, ...namespace }, until }];
}

const MOST = 3;

/** For the hint: objects whose names look like the one that is missing. */
function nearNames(target: DependencyTarget, byName: ReadonlyMap<string, readonly DesiredObject[]>): readonly string[] {
  if (target.type !== 'object') return [];
  const near = [...byName].filter(([name]) => name.includes(target.name) || target.name.includes(name) || name === target.name);
  return near.flatMap(([, objects]) => objects.map(({ ref }) => `${ref.kind}/${ref.name}`)).slice(0, MOST);
}
