import type { Extensions, Manifest, Manifests, Pack, PostRenderer, StageContext } from '@sherpack/plugin-api';
import { POST_RENDERER_FILE, isSherpackError, postRenderers } from '@sherpack/plugin-api';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { errors } from '../errors.ts';
import { throwAll } from '../manifest/read-manifest.ts';
import { findDuplicates, inOrder } from '../render/order-manifests.ts';
import { readObjects } from '../render/read-objects.ts';
import { secretFinder } from '../render/secret-fields.ts';
import { listOf } from '../values/flag-layers.ts';
import { findRenderer } from './find-renderer.ts';
import { placedObjects } from './placed-objects.ts';

/**
 * Hands all objects, hooks too, to the program or plugin that `--post-renderer` names. What it leaves alone keeps its
 * text and its place.
 *
 * @throws PACK_POST_RENDERER_MISSING, PACK_POST_RENDERER_FAILED, PACK_POST_RENDERER_EMPTY, and what reading objects throws
 */
export async function postRender(manifests: Manifests, pack: Pack, name: string, extensions: Extensions<PostRenderer>, context: StageContext): Promise<Manifests> {
  const { operation, signal, log } = context;
  const folder = process.cwd();
  const renderer = await findRenderer(name, extensions, folder);
  const args = listOf(operation.flags['postRendererArgs']);
  const text = await told(name, signal, async () => renderer.run(manifests.objects.map(marked).join(''), { args, folder, signal, log }));
  if (text.trim() === '') throw errors.POST_RENDERER_EMPTY(name);
  const output = { name, text, shown: `output of the ${postRenderers.noun} ${name}`, source: text, lines: text.split('\n').map((_, index) => index + 1) };
  const { objects, problems } = readObjects(output);
  throwAll([...problems, ...findDuplicates(objects, operation.release?.namespace ?? 'default').problems], name);
  const secrets = secretFinder(pack, { allOfSecrets: operation.kind !== 'template' });
  return { ...manifests, objects: inOrder(placedObjects(objects, manifests.objects, secrets)) };
}

/** What a plugin's renderer throws without a code is its own fault and named after it. */
async function told(name: string, signal: AbortSignal, run: () => Promise<string>): Promise<string> {
  const text: unknown = await run().catch((error: unknown) => {
    if (isSherpackError(error) || signal.aborted) throw error;
    throw errors.POST_RENDERER_FAILED(name, `failed: ${error instanceof Error ? error.message : String(error)}`, '');
  });
  if (typeof text !== 'string') throw errors.POST_RENDERER_FAILED(name, 'gave back something else than a text', '');
  return text;
}

function marked({ object, source }: Manifest): string {
  const { metadata } = object;
  const annotations = { ...metadata.annotations, [POST_RENDERER_FILE]: source.template };
  return `---\n${stringifyYaml({ ...object, metadata: { ...metadata, annotations } })}`;
}
