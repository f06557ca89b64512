import { errors } from './errors.ts';
import { checkReleaseName, generateName, nameFromTemplate } from './release-name.ts';

export interface NameOptions {
  readonly generateName: boolean | undefined;
  readonly nameTemplate: string | undefined;
  /** The name when nothing says another: then none is made from the pack, as for `helm template`. Without it the name is required. */
  readonly fallback?: string;
}

/**
 * Sorts out `[NAME] PACK`: with one argument it is the pack.
 *
 * @throws RELEASE_PACK_MISSING, RELEASE_NAME_MISSING, RELEASE_NAME_GIVEN_TWICE, RELEASE_NAME_INVALID
 */
export function installArguments(
  args: Readonly<Record<string, string | undefined>>,
  options: NameOptions,
  now: number,
): { readonly name: string; readonly pack: string } {
  const pack = args['pack'] ?? args['name'];
  if (pack === undefined) throw errors.PACK_MISSING();
  const given = args['pack'] === undefined ? undefined : args['name'];
  const makesName = options.generateName === true || (options.nameTemplate ?? '') !== '';
  if (given !== undefined && makesName) throw errors.NAME_GIVEN_TWICE();
  return { name: checkReleaseName(given ?? chosenName(pack, options, now)), pack };
}

function chosenName(pack: string, { generateName: generate, nameTemplate, fallback }: NameOptions, now: number): string {
  if (nameTemplate !== undefined && nameTemplate !== '') return nameFromTemplate(nameTemplate, now);
  if (fallback !== undefined) return fallback;
  if (generate === true) return generateName(pack, now);
  throw errors.NAME_MISSING();
}
