import type { Extensions, Issue, LifecycleHooks, Pack, PluginCatalog, Severity, SherpackError, TemplateEngine, Validation } from '@sherpack/plugin-api';
import { inactiveKeys, manifestKeys } from '../manifest/manifest-keys.ts';
import { errors } from '../errors.ts';
import { formatOf } from '../load/pack-format.ts';
import { isOnlyPrinted } from '../render/only-printed.ts';
import { allPacks } from '../render/pack-tree.ts';
import { templateFinder } from '../render/find-template.ts';
import { valueProblems } from '../values/check-values.ts';
import { objectProblems } from './object-problems.ts';
import { templateIssues } from './template-issues.ts';

export interface ValidateOptions {
  readonly catalog: () => Promise<PluginCatalog>;
  readonly extensions: Extensions<TemplateEngine>;
}

/** The tap that checks values and objects; for `lint` also what does no harm but is no good. */
export function validatePack({ catalog, extensions }: ValidateOptions): LifecycleHooks['validate'] {
  return async (validation, { operation }) => {
    const { pack } = validation;
    if (pack === undefined) return [];
    const values = issuesOf(await valueProblems(pack, operation), 'error');
    const tolerated = formatOf(pack) !== undefined && isOnlyPrinted(operation);
    const objects = issuesOf(objectProblems(validation.manifests, templateFinder(pack)), tolerated ? 'warning' : 'error');
    const keys = issuesOf(await inactive(validation, await catalog()), 'warning');
    const templates = operation.kind === 'lint' ? await templateIssues(pack, extensions) : [];
    return [...values, ...objects, ...keys, ...templates];
  };
}

/** Findings in the form of the hook. */
export function issuesOf(found: readonly SherpackError[], severity: Severity): readonly Issue[] {
  return found.map(({ code, message, hint, location }) => ({ severity, code, message, hint, location }));
}

async function inactive({ pack }: Validation, catalog: PluginCatalog): Promise<readonly SherpackError[]> {
  const keys = manifestKeys(catalog);
  const found = (each: Pack) => inactiveKeys(each.manifest, keys).map(async ([key, plugin]) => errors.KEY_INACTIVE(key, plugin, await each.locate([key])));
  return pack === undefined ? [] : Promise.all(allPacks(pack).filter(({ files }) => files.has('Pack.yaml')).flatMap(found));
}
