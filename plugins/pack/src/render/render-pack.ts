import type { Extensions, LifecycleHooks, Manifest, Manifests, Operation, Pack, Remark, RenderedTemplate, SherpackError, StageContext, TemplateEngine, TemplateSource } from '@sherpack/plugin-api';
import { formatRef, refOf } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { formatOf } from '../load/pack-format.ts';
import { throwAll } from '../manifest/read-manifest.ts';
import { createAnswerBook } from './answers.ts';
import { capabilitiesOf } from './capabilities.ts';
import { checkKubeVersion } from './check-kube-version.ts';
import { loadEngines } from './engines.ts';
import { explainFailure } from './explain-failure.ts';
import { findCluster } from './find-cluster.ts';
import { isOnlyPrinted } from './only-printed.ts';
import { findDuplicates, inOrder, inPackOrder } from './order-manifests.ts';
import { allPacks, topDown } from './pack-tree.ts';
import { planRendering } from './plan-rendering.ts';
import type { PlainCrd, RenderPlan } from './plan-rendering.ts';
import { readObjects } from './read-objects.ts';
import type { FoundObjects } from './read-objects.ts';
import { runJobs } from './run-jobs.ts';
import { secretFinder } from './secret-fields.ts';
import type { TracedOutput } from './template-line.ts';

/** The tap that turns templates and values into objects. Without a pack there is nothing to render. */
export function renderPack(extensions: Extensions<TemplateEngine>): LifecycleHooks['render'] {
  return async (manifests, context) => {
    const { pack, operation } = context;
    if (pack === undefined) return manifests;
    if (pack.kind === 'library' && operation.kind !== 'lint') throw errors.LIBRARY_RENDERED(pack.metadata.name, await pack.locate(['kind']));
    const engines = await loadEngines(allPacks(pack), extensions);
    const plan = planRendering(pack, engines, operation.flags['renderSubchartNotes'] === true || operation.kind === 'lint');
    const outputs = await outputsOf(plan, pack, context);
    return toManifests(plan, outputs, pack, context);
  };
}

async function outputsOf(plan: RenderPlan, pack: Pack, context: StageContext): Promise<ReadonlyMap<string, RenderedTemplate>> {
  const { operation, signal } = context;
  const cluster = await findCluster(context);
  const capabilities = await capabilitiesOf(cluster, operation);
  await checkKubeVersion(allPacks(pack), capabilities.kubeVersion.version);
  const namespace = operation.release?.namespace ?? 'default';
  const book = createAnswerBook({ cluster, namespace, now: operation.startedAt, signal });
  try {
    return await runJobs(plan.jobs, { operation, capabilities, book, root: pack, revision: pack.releaseRevision ?? 1 });
  } catch (error) {
    throw await explainFailure(error, plan, pack, operation);
  }
}

function toManifests(plan: RenderPlan, outputs: ReadonlyMap<string, RenderedTemplate>, pack: Pack, { operation, log }: StageContext): Manifests {
  const plainCrds = plan.plainCrds.filter(({ owner }) => areRead(owner, operation));
  const warn = ({ message, location }: Pick<SherpackError, 'message' | 'location'>) => log.warn(`${location?.file ?? pack.path}: ${message}`);
  const found = { objects: withoutIgnored(renderedObjects(plan, outputs, 'manifest'), warn), crds: both(plainObjects(plainCrds, plan), renderedObjects(plan, outputs, 'crd')) };
  const all = [...found.crds.objects, ...found.objects.objects];
  const duplicates = findDuplicates(all, operation.release?.namespace ?? 'default');
  const unusable = found.objects.remarks.flatMap(({ problem }) => problem ?? []);
  for (const each of [...duplicates.tolerated, ...(isOnlyPrinted(operation) ? unusable : [])]) warn(each);
  throwAll([...found.crds.problems, ...found.objects.problems, ...duplicates.problems, ...(isOnlyPrinted(operation) ? [] : unusable)], pack.metadata.name);
  // What `template` prints may be applied by another tool: only values from a secret store are kept back.
  const secrets = secretFinder(pack, { allOfSecrets: operation.kind !== 'template' });
  const finish = (all: FoundObjects['objects']) => all.map(({ object, source, text, list, restated }): Manifest => ({ object, rendered: object, source, text, list, restated, secretPaths: secrets(object) }));
  const paths = topDown(pack).map(({ path }) => path);
  return Object.freeze({
    objects: finish(inOrder(found.objects.objects)),
    crds: finish(inPackOrder(found.crds.objects, paths)),
    notes: notesOf(plan, outputs),
    remarks: found.objects.remarks.map(({ source, kind, text }) => ({ source, kind, text })),
    crdFiles: inPackOrder(plainCrds.filter(({ owner }) => formatOf(owner) !== undefined).map(fileOf), paths),
  });
}

/** As Helm does: what a chart brings in crds/, often megabytes, is no concern of a `template` that does not print it. */
function areRead(owner: Pack, operation: Operation): boolean {
  return formatOf(owner) === undefined || operation.flags['includeCrds'] === true || !isOnlyPrinted(operation);
}

function fileOf({ name, text }: PlainCrd): Remark {
  return { source: { template: name, document: 0, line: 1 }, kind: '', text };
}

function withoutIgnored(found: FoundObjects, warn: (finding: Pick<SherpackError, 'message' | 'location'>) => void): FoundObjects {
  const objects = found.objects.filter(({ ignored, locate, object }) => {
    if (ignored !== undefined) warn({ message: `${formatRef(refOf(object))} is left out: ${ignored}`, location: locate() });
    return ignored === undefined;
  });
  return { ...found, objects };
}

function plainObjects(plainCrds: readonly PlainCrd[], { shown }: RenderPlan): FoundObjects {
  return both(...plainCrds.map((source) => readObjects(unrendered(source, shown(source.name)), formatOf(source.owner))));
}

function renderedObjects(plan: RenderPlan, outputs: ReadonlyMap<string, RenderedTemplate>, role: 'manifest' | 'crd'): FoundObjects {
  return both(...entriesOf(plan, role).flatMap(({ name, source, owner }) => {
    const output = outputs.get(name);
    return output === undefined ? [] : [readObjects(traced(output, source, plan.shown(name)), formatOf(owner))];
  }));
}

/** Its lines are worked out when somebody reads them, which a copy would do. */
function traced(output: RenderedTemplate, source: string, shown: string): TracedOutput {
  return { name: output.name, text: output.text, get lines() { return output.lines; }, source, shown };
}

function both(...parts: readonly FoundObjects[]): FoundObjects {
  return { objects: parts.flatMap(({ objects }) => objects), remarks: parts.flatMap(({ remarks }) => remarks), problems: parts.flatMap(({ problems }) => problems) };
}

function unrendered({ name, text }: TemplateSource, shown: string): TracedOutput {
  // Without a list of lines every line stands for itself.
  return { name, text, shown, source: text, lines: [] };
}

interface PlannedEntry {
  readonly name: string;
  readonly source: string;
  readonly owner: Pack;
}

function entriesOf(plan: RenderPlan, role: 'manifest' | 'crd' | 'notes'): readonly PlannedEntry[] {
  return plan.jobs.flatMap(({ entries, templates }) => {
    const texts = new Map(templates.map(({ name, text }) => [name, text]));
    return entries.filter((entry) => entry.role === role).map(({ name, owner }) => ({ name, owner, source: texts.get(name) ?? '' }));
  });
}

/** The root's notes come first; it is the last to be rendered. */
function notesOf(plan: RenderPlan, outputs: ReadonlyMap<string, RenderedTemplate>): string {
  const texts = entriesOf(plan, 'notes').map(({ name }) => outputs.get(name)?.text.trim() ?? '').filter((text) => text !== '');
  const [own, ...others] = texts.toReversed();
  return own === undefined ? '' : `${[own, ...others.toReversed()].join('\n\n')}\n`;
}
