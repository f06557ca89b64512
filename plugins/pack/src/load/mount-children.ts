import type { DependencyDeclaration } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { locate } from '../manifest/text-source.ts';
import { compareVersions, isInRange } from '../manifest/version-range.ts';
import type { OpenedChild, OpenedPack } from './open-pack.ts';

/** A pack inside of another one under the name by which the outer one addresses it. */
export interface Mount {
  readonly alias: string;
  readonly child: OpenedChild;
}

/**
 * Which of the packs inside take part, and under which name: a declared dependency takes the highest version that
 * suits it, and packs that nobody declares take part under their own name. In packs of other formats those do too that
 * are declared in another version: Helm takes what lies in charts/.
 *
 * @throws PACK_SUBPACK_DUPLICATE
 */
export async function mountChildren(pack: Pick<OpenedPack, 'children' | 'dependencies' | 'manifestSource' | 'shown' | 'format'>): Promise<readonly Mount[]> {
  const declared = new Set(pack.dependencies.map(({ name }) => name));
  const mounts: Mount[] = [];
  for (const dependency of pack.dependencies) {
    const child = dependency.enabled === false ? undefined : suiting(dependency, pack);
    if (child !== undefined) mounts.push({ alias: dependency.alias ?? dependency.name, child });
  }
  for (const child of pack.children) {
    if (!declared.has(child.metadata.name)) mounts.push({ alias: child.metadata.name, child });
  }
  if (pack.format !== undefined) mounts.push(...ofOtherVersions(pack, mounts));
  await refuseDuplicates(mounts);
  return mounts.toSorted((a, b) => (a.alias < b.alias ? -1 : 1));
}

/** Under their own name, whatever alias they are declared with. */
function ofOtherVersions({ children, dependencies, format }: Pick<OpenedPack, 'children' | 'dependencies' | 'format'>, mounts: readonly Mount[]): readonly Mount[] {
  const taken = new Set(mounts.map(({ alias }) => alias));
  const suits = (child: OpenedChild) => dependencies.some((dependency) => suiting({ ...dependency, enabled: undefined }, { children: [child], format }) !== undefined);
  return children.filter((child) => !taken.has(child.metadata.name) && dependencies.some(({ name }) => name === child.metadata.name) && !suits(child))
    .map((child) => ({ alias: child.metadata.name, child }));
}

function suiting({ name, version }: DependencyDeclaration, { children, format }: Pick<OpenedPack, 'children' | 'format'>): OpenedChild | undefined {
  const fits = format?.isInRange ?? isInRange;
  return children
    .filter(({ metadata }) => metadata.name === name && (version === undefined || fits(metadata.version, version)))
    .toSorted((a, b) => compareVersions(b.metadata.version, a.metadata.version))[0];
}

async function refuseDuplicates(mounts: readonly Mount[]): Promise<void> {
  const seen = new Map<string, OpenedChild>();
  for (const { alias, child } of mounts) {
    const first = seen.get(alias);
    if (first !== undefined) {
      throw errors.SUBPACK_DUPLICATE(alias, [first.shown, child.shown], await locate(child.manifestSource, ['metadata', 'name'], 'value'));
    }
    seen.set(alias, child);
  }
}
