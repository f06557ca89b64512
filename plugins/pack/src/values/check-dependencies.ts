import type { DependencyDeclaration, Log, Pack, SherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { formatOf } from '../load/pack-format.ts';
import { insideOf } from '../load/pack-place.ts';
import { throwAll } from '../manifest/read-manifest.ts';
import { isEnabled } from './conditions.ts';
import { isDisabled } from './resolve-values.ts';

/**
 * The last tap of `resolve`: what a pack needs must be there by now. Of other formats it may be there in another version.
 *
 * @throws PACK_DEPENDENCY_MISSING
 */
export async function checkDependencies(pack: Pack, log: Log): Promise<Pack> {
  throwAll(await missing(pack, { root: pack, tags: pack.values['tags'], log }), pack.metadata.name);
  return pack;
}

interface Check {
  readonly root: Pack;
  readonly tags: unknown;
  readonly log: Log;
}

async function missing(pack: Pack, check: Check): Promise<readonly SherpackError[]> {
  const found: SherpackError[] = [];
  for (const [index, dependency] of pack.dependencies.entries()) {
    if (isOptional(dependency) || !isEnabled(dependency, pack.values, check.tags) || isDisabled(pack, dependency.alias ?? dependency.name)) continue;
    const inside = insideOf(pack).filter(({ name }) => name === dependency.name);
    const others = inside.map(({ shown, version }) => `${shown} is ${version}`);
    if (formatOf(pack) !== undefined && inside.length > 0 && !inside.some(({ version }) => formatOf(pack)?.isInRange(version, dependency.version ?? '*'))) {
      check.log.warn(`${pack.path} needs ${dependency.name} ${dependency.version}, but ${others.join(', ')}; it is taken, as Helm does, without its alias if it has one`);
    } else if (isKnown(dependency, pack)) continue;
    else if (formatOf(pack) !== undefined && pack !== check.root) check.log.warn(`${pack.path} needs ${dependency.name}, which is not there; Helm looks at the dependencies of the outermost chart only`);
    else found.push(errors.DEPENDENCY_MISSING(dependency, pack.path, others, await pack.locate(['dependencies', index])));
  }
  for (const subpack of pack.subpacks) found.push(...await missing(subpack, check));
  return found;
}

function isKnown({ alias, name }: DependencyDeclaration, pack: Pack): boolean {
  const key = alias ?? name;
  return pack.subpacks.some((subpack) => subpack.alias === key);
}

function isOptional({ extra }: DependencyDeclaration): boolean {
  return extra['optional'] === true || extra['resolve'] === 'never';
}
