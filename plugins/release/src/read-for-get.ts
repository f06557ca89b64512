import type { CommandContext, ReleaseStores, Revision } from '@sherpack/plugin-api';
import { defineOptions } from '@sherpack/plugin-api';
import { checkReleaseName } from './release-name.ts';
import { namespaceOf } from './request-flags.ts';
import { readRevision } from './standing.ts';

/** What every `get` takes. */
export const getArguments = [{ name: 'release', description: 'Name of the release', required: true, completes: 'release' }] as const;

export const getOptions = defineOptions({
  revision: { type: 'number', placeholder: 'N', description: 'This revision instead of the newest' },
});

export const showSecretsOption = defineOptions({
  showSecrets: { type: 'boolean', description: 'Print values that came from secrets' },
});

/** Reads the revision that a `get` is about. */
export async function readForGet(
  context: Pick<CommandContext, 'args' | 'global' | 'cluster'>,
  stores: Promise<ReleaseStores>,
  revision: number | undefined,
): Promise<Revision> {
  const release = { name: checkReleaseName(context.args['release'] ?? ''), namespace: await namespaceOf(context) };
  return readRevision(await (await stores).open(context), release, revision);
}
