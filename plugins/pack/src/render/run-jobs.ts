import type { LookupQuestion, Operation, Pack, PackFile, RenderResult, RenderedTemplate, TemplateContext } from '@sherpack/plugin-api';
import { DEFAULT_RENDER_LIMITS, isSherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { AnswerBook } from './answers.ts';
import type { Capabilities } from './capabilities.ts';
import type { RenderJob } from './plan-rendering.ts';

const MAX_ROUNDS = 10;

export interface JobContext {
  readonly operation: Operation;
  readonly capabilities: Capabilities;
  readonly book: AnswerBook;
  /** The revision that templates see. */
  readonly revision: number;
}

/**
 * Renders all jobs. Rendering is synchronous: a lookup without a recorded answer is looked up afterwards, and all is
 * rendered once more.
 *
 * @returns the outputs by template name
 * @throws PACK_LOOKUP_ENDLESS, PACK_ENGINE_FAILED and what the engines throw
 */
export async function runJobs(jobs: readonly RenderJob[], context: JobContext): Promise<ReadonlyMap<string, RenderedTemplate>> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const results = jobs.map((job) => runJob(job, context));
    const missing: readonly LookupQuestion[] = results.flatMap((result) => result.missing);
    if (missing.length === 0) return new Map(results.flatMap(({ outputs }) => outputs).map((output) => [output.name, output]));
    await context.book.answer(missing);
  }
  throw errors.LOOKUP_ENDLESS(MAX_ROUNDS, jobs.at(-1)?.pack.path ?? '');
}

function runJob({ pack, engine, templates, entries }: RenderJob, { operation, capabilities, book, revision }: JobContext): RenderResult {
  try {
    return engine.render({
      templates,
      entries: entries.map(({ name }) => name),
      context: templateContext(pack, operation, capabilities, revision),
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

function templateContext(pack: Pack, operation: Operation, capabilities: Capabilities, revision: number): TemplateContext {
  const isUpgrade = operation.kind === 'upgrade' || operation.flags['isUpgrade'] === true;
  return {
    values: pack.values,
    release: {
      name: operation.release?.name ?? DEFAULT_RELEASE,
      namespace: operation.release?.namespace ?? 'default',
      revision,
      isInstall: !isUpgrade,
      isUpgrade,
      service: 'Sherpack',
    },
    pack: { ...pack.metadata },
    capabilities,
    files: ownFiles(pack.files),
  };
}

/** Name of the release where nobody gives one: lint, and template without a name. */
export const DEFAULT_RELEASE = 'release-name';

function ownFiles(files: ReadonlyMap<string, PackFile>): ReadonlyMap<string, PackFile> {
  return new Map([...files].filter(([path]) => !path.startsWith('templates/')));
}
