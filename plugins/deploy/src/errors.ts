import { defineErrors, formatRef } from '@sherpack/plugin-api';
import type { ManifestSource, ObjectRef, SherpackError, SourceLocation } from '@sherpack/plugin-api';

function placeOf(source: ManifestSource | undefined): SourceLocation | undefined {
  return source === undefined ? undefined : { file: source.template, line: source.line };
}

export const errors = defineErrors('deploy', {
  UNKNOWN_KIND: (ref: ObjectRef, source: ManifestSource | undefined) => ({
    message: `the cluster does not know ${ref.kind} in ${ref.apiVersion} (object "${ref.name}")`,
    hint: 'Install its custom resource definition first, put it into the crds/ folder of the pack, or correct apiVersion and kind.',
    location: placeOf(source),
  }),
  NAMESPACE_MISSING: (namespace: string) => ({
    message: `the namespace "${namespace}" does not exist`,
    hint: 'Add --create-namespace, or create it first.',
  }),
  NAMESPACE_TERMINATING: (namespace: string) => ({
    message: `the namespace "${namespace}" is being deleted`,
    hint: 'Wait until it is gone, or choose another one with -n.',
    exitCode: 6,
  }),
  NOT_OWNED: (ref: ObjectRef, owner: string, source: ManifestSource | undefined) => ({
    message: `${formatRef(ref)} exists already and belongs to ${owner}`,
    hint: 'Choose another name, or take it over with --take-ownership.',
    location: placeOf(source),
    exitCode: 6,
  }),
  FIELD_CONFLICT: (ref: ObjectRef, fields: readonly string[], source: ManifestSource | undefined) => ({
    message: [`other managers own fields of ${formatRef(ref)} that the pack states:`, ...fields].join('\n  '),
    hint: 'Leave them out of the template, take them over with --force-conflicts, or say "yield" or "take" for them under "ownership" in Pack.yaml. Nothing was written.',
    location: placeOf(source),
    exitCode: 6,
  }),
  IMMUTABLE: (ref: ObjectRef, fields: readonly string[], text: string, source: ManifestSource | undefined) => ({
    message: `${formatRef(ref)} cannot be changed like this in place${fields.length === 0 ? '' : ` (${fields.join(', ')})`}; a new object with this manifest would be accepted. The server says: ${text}`,
    hint: 'Nothing was written. To have it deleted and made anew, add --on-immutable recreate or the annotation sherpack.io/on-immutable: recreate.',
    location: placeOf(source),
    exitCode: 6,
  }),
  IMMUTABLE_PROTECTED: (ref: ObjectRef, fields: readonly string[], text: string, source: ManifestSource | undefined) => ({
    message: `${formatRef(ref)} cannot be changed like this in place${fields.length === 0 ? '' : ` (${fields.join(', ')})`}, and is never made anew by itself, for what it holds would be lost. The server says: ${text}`,
    hint: 'Nothing was written. Give the new object another name and move the content, or delete this one by hand.',
    location: placeOf(source),
    exitCode: 6,
  }),
  IMMUTABLE_UNCLEAR: (ref: ObjectRef, text: string, because: string, source: ManifestSource | undefined) => ({
    message: `the cluster refuses to change ${formatRef(ref)}, and whether it would accept a new one cannot be told: ${because}. About the change it says: ${text}`,
    hint: 'Nothing was written, and the object is never deleted on such a doubt. Look at quotas, policies and permissions.',
    location: placeOf(source),
    exitCode: 6,
  }),
  RECREATION_FAILED: (ref: ObjectRef, text: string, problem: string | undefined, cause: unknown) => ({
    message: `${formatRef(ref)} was deleted and could not be made anew: ${text}. ${problem === undefined ? 'It was put back as it was' : `It could not be put back either: ${problem}`}`,
    hint: problem === undefined ? 'Correct the cause and run the command again.' : 'Run the command again as soon as the cause is removed; the journal remembers the object.',
    cause,
  }),
  OTHER_CLUSTER: (release: string, server: string) => ({
    message: `release "${release}" was deployed to another cluster than ${server}`,
    hint: 'Choose the right cluster with --context or --kubeconfig. If the cluster was restored under a new identity, add --allow-other-cluster. Nothing was written.',
    exitCode: 6,
  }),
  EMPTY_RENDER: (release: string, count: number) => ({
    message: `the pack renders no object at all, so all ${count} objects of release "${release}" would be deleted`,
    hint: 'Look at "sherpack template" for what it renders; to remove the release use "sherpack uninstall". If that is meant, add --allow-empty.',
    exitCode: 6,
  }),
  ANNOTATION_INVALID: (ref: ObjectRef, name: string, text: string, wanted: string, location: SourceLocation) => ({
    message: `the annotation ${name} of ${formatRef(ref)} says ${JSON.stringify(text)}, which is not ${wanted}`,
    hint: 'Annotations are strings: write numbers and truth values in quotes.',
    location,
    exitCode: 4,
  }),
  DEPENDENCY_MISSING: (object: string, text: string, near: readonly string[], source: ManifestSource | undefined) => ({
    message: `${object} depends on "${text}", and nothing in the plan is meant by it`,
    hint: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Correct it, or add "@optional" if it may be missing.',
    location: placeOf(source),
    exitCode: 4,
  }),
  DEPENDENCY_LATE: (ref: ObjectRef, what: string, state: string, seconds: number) => ({
    message: `${formatRef(ref)} has waited ${seconds} s for ${what}: ${state}`,
    hint: 'Give it more time with --timeout or the annotation sherpack.io/timeout, or look why it does not come.',
  }),
  WAVE_UNKNOWN: (wave: number, known: readonly number[]) => ({
    message: `there is no wave ${wave}`,
    hint: known.length === 0 ? undefined : `The waves are ${known.join(', ')}; "--waves" shows what is in them.`,
    exitCode: 2,
  }),
  WAVES_NOT_READY: (wave: number, reasons: readonly string[]) => ({
    message: [`wave ${wave} cannot begin, for earlier waves are not ready:`, ...reasons].join('\n  '),
    hint: `Deploy them first, for instance with "--through-wave ${wave}". Nothing was written.`,
    exitCode: 6,
  }),
  PLAN_STALE: (release: string, differences: readonly string[]) => ({
    message: [`the plan for release "${release}" no longer fits:`, ...differences].join('\n  '),
    hint: 'Nothing was written. Make a new plan and have it approved.',
    exitCode: 6,
  }),
  CHANGED_MEANWHILE: (ref: ObjectRef, how: string) => ({
    message: `${formatRef(ref)} has changed since the plan was made: ${how}`,
    hint: 'It was left as it is. Plan again to see what would be done now.',
    exitCode: 6,
  }),
  CYCLE: (lines: readonly string[], source: ManifestSource | undefined) => ({
    message: ['these objects wait for one another, so none of them could ever begin:', ...lines].join('\n  '),
    hint: 'Take one of the dependencies away, or move an object to another wave. Nothing was written.',
    location: placeOf(source),
    exitCode: 4,
  }),
  PRUNE_PROTECTED: (objects: readonly string[], names: readonly string[]) => ({
    message: `the pack no longer has ${objects.join(', ')}, which may hold data`,
    hint: `Nothing was written. If they are to be deleted, add ${names.map((name) => `--allow-delete ${name}`).join(' ')}; the annotation sherpack.io/resource-policy: keep leaves them.`,
    exitCode: 6,
  }),
  PRUNE_TOO_MUCH: (count: number, whole: number) => ({
    message: `${count} of ${whole} objects of the release would be deleted`,
    hint: 'Nothing was written. Look at "sherpack plan"; if that is meant, add --allow-delete all.',
    exitCode: 6,
  }),
  REJECTED: (ref: ObjectRef, source: ManifestSource | undefined, cause: SherpackError) => ({
    message: `the cluster refuses ${formatRef(ref)}: ${cause.message}`,
    hint: cause.hint,
    location: placeOf(source),
    cause,
    exitCode: cause.exitCode,
  }),
  PLAN_REFUSED: (others: readonly SherpackError[]) => ({
    message: `the plan has ${others.length} errors; nothing was written`,
    others,
    exitCode: others[0]?.exitCode,
  }),
  PLAN_INVALID: (problem: string) => ({
    message: `a plugin left the plan in disorder: ${problem}`,
    hint: 'Leave the plugin that taps "apply" out with "disable", and tell its author.',
  }),
  STEP_FAILED: (ref: ObjectRef, action: string, cause: SherpackError | undefined, text: string) => ({
    message: `${action} of ${formatRef(ref)} failed: ${text}`,
    hint: cause?.hint,
    cause,
    exitCode: cause?.exitCode,
  }),
  BROKEN_OFF: (cause: unknown) => ({
    message: `the deployment broke off: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'This is a defect of Sherpack or a plugin. What was done is on record; run the command again.',
    cause,
  }),
  NOT_READY: (ref: ObjectRef, state: string, seconds: number, details: readonly string[], hint: string | undefined) => ({
    message: [`${formatRef(ref)} was not ready within ${seconds} s: ${state}`, ...details].join('\n  '),
    hint: hint ?? 'Look at the object with "kubectl describe"; give it more time with --timeout.',
  }),
  BROKEN: (ref: ObjectRef, state: string, details: readonly string[], hint: string | undefined) => ({
    message: [`${formatRef(ref)} has failed: ${state}`, ...details].join('\n  '),
    hint: hint ?? 'Correct the cause and upgrade, or go back with "sherpack rollback".',
  }),
  NOT_GONE: (ref: ObjectRef, finalizers: readonly string[], seconds: number) => ({
    message: `${formatRef(ref)} was not gone within ${seconds} s${finalizers.length === 0 ? '' : `; it waits for ${finalizers.join(', ')}`}`,
    hint: 'Whoever set the finalizer must act. The object stays in the record; the next upgrade or uninstall tries again.',
  }),
  WISH_CONTRADICTION: (ref: ObjectRef, location: SourceLocation) => ({
    message: `sherpack.io/wait-ready and sherpack.io/skip-wait of ${formatRef(ref)} contradict each other; wait-ready counts`,
    hint: 'Remove sherpack.io/skip-wait, the name of Sherpack 0.4.0.',
    location,
  }),
  RULE_INVALID: (where: string, problem: string, hint: string | undefined, location: SourceLocation) => ({
    message: `${where}: ${problem}`,
    hint: hint === undefined ? 'Rules are CEL over the object: its fields are "metadata", "spec", "status", or "object.status" and so on.' : `${hint[0]?.toUpperCase()}${hint.slice(1)}`,
    location,
  }),
});
