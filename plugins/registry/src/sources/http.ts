import type { FetchContext, FetchOptions, PackSource } from '@sherpack/plugin-api';
import { download } from '../download.ts';
import { webAddress } from '../web-address.ts';

/** The address of an archive. */
const source: PackSource = Object.freeze({
  takes: async (reference: string, { repo }: FetchOptions) => repo === undefined && /^https?:\/\//i.test(reference),
  fetch: async (reference: string, options: FetchOptions, context: FetchContext) => download(webAddress(reference), options, context),
});

export default source;
