import type { FetchContext, FetchOptions, PackSource } from '@sherpack/plugin-api';
import { download } from '../download.ts';

/** The address of an archive. */
const source: PackSource = Object.freeze({
  takes: async (reference: string, { repo }: FetchOptions) => repo === undefined && /^https?:\/\//i.test(reference),
  fetch: (reference: string, options: FetchOptions, context: FetchContext) => download(new URL(reference), options, context),
});

export default source;
