import type { LookupQuestion, Pack, RenderResult, RenderedTemplate, TemplateContext } from '@sherpack/plugin-api';
import { DEFAULT_RENDER_LIMITS, isSherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { AnswerBook } from './answers.ts';
import type { RenderJob } from './plan-rendering.ts';
import { templateContexts } from './template-context.ts';
import type { ContextParts } from './template-context.ts';

const MAX_ROUNDS = 10;

export interface JobContext extends ContextParts {
  readonly book: AnswerBook;
  /** The tree that the jobs are of. */
  readonly root: Pack;
}

type Contexts = ReadonlyMap<Pack, TemplateContext>;

/**
 * Renders all jobs. Rendering is synchronous: a lookup without a recorded answer is looked up afterwards, and all is
 * rendered once more.
 *
 * @returns the outputs by template name
 * @throws PACK_LOOKUP_ENDLESS, PACK_ENGINE_FAILED and what the engines throw
 */
export async function runJobs(jobs: readonly RenderJob[], context: JobContext): Promise<ReadonlyMap<string, RenderedTemplate>> {
  const contexts = templateContexts(context.root, context);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const results = jobs.map((job) => runJob(job, contexts, context.book));
    const missing: readonly LookupQuestion[] = results.flatMap((result) => result.missing);
    if (missing.length === 0) return new Map(results.flatMap(({ outputs }) => outputs).map((output) => [output.name, output]));
    await context.book.answer(missing);
  }
  throw errors.LOOKUP_ENDLESS(MAX_ROUNDS, jobs.at(-1)?.pack.path ?? '');
}

function runJob({ pack, engine, templates, entries }: RenderJob, contexts: Contexts, book: AnswerBook): RenderResult {
  try {
    return engine.render({
      templates,
      entries: entries.map(({ name }) => name),
      context: contextOf(pack, contexts),
      contexts: new Map(entries.filter(({ owner }) => owner !== pack).map(({ name, owner }) => [name, contextOf(owner, contexts)])),
      answers: book.reader(`${engine.name} ${pack.path}`),
      strict: pack.engine.strict,
      // Options belong to the engine that the pack names.
      options: engine.name === pack.engine.name ? pack.engine.options : {},
      limits: DEFAULT_RENDER_LIMITS,
    });
  } catch (error) {
    throw isSherpackError(error) ? error : errors.ENGINE_FAILED(pack.path, error);
  }
}

function contextOf(pack: Pack, contexts: Contexts): TemplateContext {
  return contexts.get(pack) as TemplateContext;
}
