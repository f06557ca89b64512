import type { DependencyDeclaration, Pack, SherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { insideOf } from '../load/pack-place.ts';
import { throwAll } from '../manifest/read-manifest.ts';
import { isEnabled } from './conditions.ts';
import { isDisabled } from './resolve-values.ts';

/**
 * The last tap of `resolve`: what a pack needs must be there by now.
 *
 * @throws PACK_DEPENDENCY_MISSING
 */
export async function checkDependencies(pack: Pack): Promise<Pack> {
  throwAll(await missing(pack, pack.values['tags']), pack.metadata.name);
  return pack;
}

async function missing(pack: Pack, tags: unknown): Promise<readonly SherpackError[]> {
  const found: SherpackError[] = [];
  for (const [index, dependency] of pack.dependencies.entries()) {
    if (isOptional(dependency) || isKnown(dependency, pack) || !isEnabled(dependency, pack.values, tags)) continue;
    const others = insideOf(pack).filter(({ name }) => name === dependency.name).map(({ shown, version }) => `${shown} is ${version}`);
    found.push(errors.DEPENDENCY_MISSING(dependency, pack.path, others, await pack.locate(['dependencies', index])));
  }
  for (const subpack of pack.subpacks) found.push(...await missing(subpack, tags));
  return found;
}

function isKnown({ alias, name }: DependencyDeclaration, pack: Pack): boolean {
  const key = alias ?? name;
  return isDisabled(pack, key) || pack.subpacks.some((subpack) => subpack.alias === key);
}

function isOptional({ extra }: DependencyDeclaration): boolean {
  return extra['optional'] === true || extra['resolve'] === 'never';
}
