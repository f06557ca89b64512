import type { ClusterAccess, Issue, Manifest, Pack, ReadCluster, SherpackError, SourceLocation, Validation } from '@sherpack/plugin-api';
import { ANNOTATIONS, annotationOf, formatRef, isSherpackError, refOf } from '@sherpack/plugin-api';
import { errors } from '../../errors.ts';
import { FORMS } from '../../annotations/forms.ts';
import { annotationProblems } from '../../annotations/read.ts';
import type { Script } from './expression-place.ts';
import { placeOf } from './expression-place.ts';
import { packOf } from '../pack-rules.ts';
import { packRuleProblems } from './pack-rule-problems.ts';
import { ruleProblems } from './rule-problems.ts';
import type { Schemas } from './rule-schema.ts';
import { createSchemas } from './rule-schema.ts';

/**
 * Checks everything that packs say of readiness, without a cluster where the operation has none: annotations that cannot
 * be read, and rules against the schema of the kind that they speak of.
 */
export async function validateReadiness(validation: Validation, access: ClusterAccess): Promise<readonly Issue[]> {
  const { pack, manifests } = validation;
  if (pack === undefined) return [];
  const schemas = createSchemas(manifests, () => clusterOf(access));
  const found: Issue[] = [];
  for (const manifest of [...manifests.crds, ...manifests.objects]) found.push(...(await manifestIssues(manifest, pack, schemas)));
  return [...found, ...issues(await packRuleProblems(pack, manifests, schemas), 'error')];
}

/** Operations without a cluster, `lint` above all, refuse it: then only the pack's own definitions are known. */
async function clusterOf(access: ClusterAccess): Promise<ReadCluster | undefined> {
  try {
    return await access.cluster('read');
  } catch (error) {
    if (isSherpackError(error)) return undefined;
    throw error;
  }
}

async function manifestIssues(manifest: Manifest, pack: Pack, schemas: Schemas): Promise<readonly Issue[]> {
  const texts = annotationProblems(manifest.object).map(({ annotation, text, wanted }) =>
    errors.ANNOTATION_INVALID(refOf(manifest.object), annotation, text, wanted, place(manifest, pack, annotation, text)));
  const rules = await annotatedRuleProblems(manifest, pack, schemas);
  const contradiction = contradictsItself(manifest)
    ? [errors.WISH_CONTRADICTION(refOf(manifest.object), place(manifest, pack, ANNOTATIONS.skipWait, ''))]
    : [];
  return [...issues([...texts, ...rules], 'error'), ...issues(contradiction, 'warning')];
}

/** Whether the name of today and that of Sherpack 0.4.0 ask for opposite things; the first one wins. */
function contradictsItself({ object }: Manifest): boolean {
  const wishes = FORMS.waitReady.names.map((name) => FORMS.waitReady.read(annotationOf(object, name)?.trim() ?? '', name));
  return new Set(wishes.flatMap((wish) => ('value' in wish ? [wish.value] : []))).size > 1;
}

async function annotatedRuleProblems(manifest: Manifest, pack: Pack, schemas: Schemas): Promise<readonly SherpackError[]> {
  const { object } = manifest;
  const found: SherpackError[] = [];
  for (const annotation of [ANNOTATIONS.readyWhen, ANNOTATIONS.failedWhen]) {
    const expression = annotationOf(object, annotation);
    if (expression === undefined) continue;
    const schema = await schemas.find(object.apiVersion, object.kind);
    const script = scriptOf(manifest, pack);
    found.push(...ruleProblems({ expression, schema, result: 'bool', where: `${annotation} of ${formatRef(refOf(object))}` }, (spot) => placeOf(script, annotation, expression, spot)));
  }
  return found;
}

function place(manifest: Manifest, pack: Pack, annotation: string, text: string): SourceLocation {
  return placeOf(scriptOf(manifest, pack), annotation, text, { line: 1, column: 1 });
}

/** The template's own text: what it renders to may be secret, what it says is not. */
function scriptOf(manifest: Manifest, pack: Pack): Script {
  const { template, line } = manifest.source;
  const owner = packOf(pack, manifest);
  const content = owner?.files.get(template.slice(owner.path.length + 1))?.content;
  return { file: template, text: content === undefined ? '' : new TextDecoder().decode(content), line };
}

function issues(found: readonly SherpackError[], severity: Issue['severity']): readonly Issue[] {
  return found.map(({ code, message, hint, location }) => ({ severity, code, message, hint, location }));
}
