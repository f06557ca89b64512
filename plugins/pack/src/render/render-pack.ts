import type { Extensions, LifecycleHooks, Manifest, Manifests, Pack, RenderedTemplate, StageContext, TemplateEngine, TemplateSource } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { throwAll } from '../manifest/read-manifest.ts';
import { createAnswerBook } from './answers.ts';
import { capabilitiesOf } from './capabilities.ts';
import { checkKubeVersion } from './check-kube-version.ts';
import { loadEngines } from './engines.ts';
import { explainFailure } from './explain-failure.ts';
import { findCluster } from './find-cluster.ts';
import { findDuplicates, inOrder } from './order-manifests.ts';
import { allPacks } from './pack-tree.ts';
import { planRendering } from './plan-rendering.ts';
import type { RenderPlan } from './plan-rendering.ts';
import { readObjects } from './read-objects.ts';
import type { FoundObject, FoundObjects } from './read-objects.ts';
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
    return await runJobs(plan.jobs, { operation, capabilities, book, revision: pack.releaseRevision ?? 1 });
  } catch (error) {
    throw await explainFailure(error, plan, pack, operation);
  }
}

function toManifests(plan: RenderPlan, outputs: ReadonlyMap<string, RenderedTemplate>, pack: Pack, { operation }: StageContext): Manifests {
  const found = { objects: collect(plan, outputs, 'manifest'), crds: collect(plan, outputs, 'crd') };
  const all = [...found.crds.objects, ...found.objects.objects];
  const duplicates = findDuplicates(all, operation.release?.namespace ?? 'default');
  throwAll([...found.crds.problems, ...found.objects.problems, ...duplicates], pack.metadata.name);
  const secrets = secretFinder(pack);
  const finish = (each: FoundObjects) => inOrder(each.objects).map(({ object, source, text }): Manifest => ({ object, rendered: object, source, text, secretPaths: secrets(object) }));
  return Object.freeze({ objects: finish(found.objects), crds: finish(found.crds), notes: notesOf(plan, outputs) });
}

function collect(plan: RenderPlan, outputs: ReadonlyMap<string, RenderedTemplate>, role: 'manifest' | 'crd'): FoundObjects {
  const parts = [
    ...(role === 'crd' ? plan.plainCrds.map((source) => readObjects(unrendered(source, plan.shown(source.name)))) : []),
    ...entriesOf(plan, role).flatMap(({ name, source }) => {
      const output = outputs.get(name);
      return output === undefined ? [] : [readObjects({ ...output, source, shown: plan.shown(name) })];
    }),
  ];
  const objects: FoundObject[] = parts.flatMap((part) => part.objects);
  return { objects, problems: parts.flatMap((part) => part.problems) };
}

function unrendered({ name, text }: TemplateSource, shown: string): TracedOutput {
  return { name, text, shown, source: text, lines: text.split(/\r\n|\r|\n/).map((_, index) => index + 1) };
}

function entriesOf(plan: RenderPlan, role: 'manifest' | 'crd' | 'notes'): readonly { readonly name: string; readonly source: string }[] {
  return plan.jobs.flatMap(({ entries, templates }) => entries.filter((entry) => entry.role === role).map(({ name }) => ({
    name, source: templates.find((template) => template.name === name)?.text ?? '',
  })));
}

/** The root's notes come first; it is the last to be rendered. */
function notesOf(plan: RenderPlan, outputs: ReadonlyMap<string, RenderedTemplate>): string {
  const texts = entriesOf(plan, 'notes').map(({ name }) => outputs.get(name)?.text.trim() ?? '').filter((text) => text !== '');
  const [own, ...others] = texts.toReversed();
  return own === undefined ? '' : `${[own, ...others.toReversed()].join('\n\n')}\n`;
}
