import type { Log } from '../services/log.ts';
import { defineExtensionPoint } from '../extension-point.ts';

export interface PostRenderContext {
  /** What `--post-renderer-args` gave, in its order. */
  readonly args: readonly string[];
  /** The folder from which relative paths count. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Changes what templates rendered, before it is checked, compared or applied: `--post-renderer NAME`. Hooks are among
 * the documents, definitions of `crds/` are not.
 *
 * Conformance: `@sherpack/plugin-kit` suite `post-renderer`.
 */
export interface PostRenderer {
  /**
   * @param manifests YAML documents, each with the annotation {@link POST_RENDERER_FILE}
   * @returns YAML documents; one without the annotation is a new one. The same for the same
   */
  run(manifests: string, context: PostRenderContext): Promise<string>;
}

/** Says which template a document came from; Helm's name for it, so that its post-renderers work. */
export const POST_RENDERER_FILE = 'postrenderer.helm.sh/postrender-filename';

export const postRenderers = defineExtensionPoint<PostRenderer>('post-renderer', 'post-renderer');
