import type { KindRef, PlanStep } from '@sherpack/plugin-api';
import type { Execution } from './execution.ts';

const PAUSE = 100;
/** API servers that share the work take up to five seconds from "Established" on. Milliseconds. */
const PATIENCE = 10_000;

/**
 * Waits until the server lists the kinds that a definition defines: "Established" comes a little earlier. Whoever needs a
 * kind that stays unlisted hears of it from the server.
 */
export async function awaitServed({ desired }: PlanStep, { cluster, clock, over }: Pick<Execution, 'cluster' | 'clock' | 'over'>): Promise<void> {
  if (!cluster.observable) return;
  const kinds = servedKinds(desired);
  const end = clock.now() + PATIENCE;
  for (;;) {
    const { resources } = await cluster.discovery({ refresh: true });
    const isListed = ({ apiVersion, kind }: KindRef) => resources.some((each) => each.kind === kind && `${each.group}/${each.version}` === apiVersion);
    if (kinds.every(isListed) || clock.now() >= end || over.aborted) return;
    await clock.sleep(PAUSE, over).catch(() => undefined);
  }
}

function servedKinds(definition: PlanStep['desired']): readonly KindRef[] {
  const { group = '', names = {}, versions = [] } = (definition?.['spec'] ?? {}) as Definition;
  return versions.filter(({ served }) => served === true).map(({ name }) => ({ apiVersion: `${group}/${name}`, kind: names.kind ?? '' }));
}

interface Definition {
  readonly group?: string;
  readonly names?: { readonly kind?: string };
  readonly versions?: readonly { readonly name?: string; readonly served?: boolean }[];
}
