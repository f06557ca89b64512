import type { JsonObject, ReleaseStore } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Operand } from '../operand-of.ts';
import { runOrThrow } from '../run-verb.ts';
import type { VerbContext } from '../run-verb.ts';
import { currentRevision, readStanding } from '../standing.ts';
import { fromStored } from '../stored-manifests.ts';
import type { ObjectDiff } from './object-diff.ts';
import { diffOfManifests, diffOfPlan } from './object-diff.ts';

export interface CompareOptions {
  readonly operands: readonly Operand[];
  readonly namespace: string;
  readonly store: ReleaseStore;
  readonly flags: JsonObject;
}

/** @throws RELEASE_DIFF_OPERANDS for kinds that nobody can compare */
export async function compareOperands(context: VerbContext, { operands, namespace, store, flags }: CompareOptions): Promise<readonly ObjectDiff[]> {
  const [first, second, third] = operands;
  const known = first?.kind === 'release' && (second === undefined || second.kind === 'pack') && third === undefined;
  if (!known) throw errors.DIFF_OPERANDS(operands.map(({ kind }) => kind));
  const release = { name: first.text, namespace };
  const current = await currentRevision(await readStanding(store, release));
  if (second === undefined) {
    const { plan } = await runOrThrow(context, { kind: 'diff', release, revision: current.revision, flags });
    return diffOfPlan(plan?.steps ?? []);
  }
  const { manifests } = await runOrThrow(context, { kind: 'diff', release, pack: second.text, flags: { ...flags, isUpgrade: true } });
  const stored = fromStored(current);
  return diffOfManifests([...stored.crds, ...stored.objects], [...manifests?.crds ?? [], ...manifests?.objects ?? []], namespace);
}
