import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('release', {
  NAME_INVALID: (name: string, problem: string) => ({
    message: `"${name}" is no release name: ${problem}`,
    hint: 'A name has at most 53 lower case letters, digits, "-" and ".", and begins and ends with a letter or digit.',
    exitCode: 2,
  }),
  NAME_MISSING: () => ({
    message: 'the release has no name',
    hint: 'Write "sherpack install NAME PACK", or let --generate-name choose one.',
    exitCode: 2,
  }),
  NAME_GIVEN_TWICE: () => ({
    message: 'a name is given, and --generate-name or --name-template would make another',
    hint: 'Leave one of them out.',
    exitCode: 2,
  }),
  PACK_MISSING: () => ({
    message: 'the pack is missing',
    hint: 'Name the folder or archive of the pack as the last argument.',
    exitCode: 2,
  }),
  PACK_UNREAD: (reference: string) => ({
    message: `no plugin reads the pack "${reference}"`,
    hint: 'A default plugin may be disabled in the configuration; "sherpack plugins" lists what is there.',
    exitCode: 2,
  }),
  NAME_TAKEN: (name: string, namespace: string, status: string) => ({
    message: `there is a release "${name}" in namespace "${namespace}" already; its status is ${status}`,
    hint: status === 'uninstalled' ? 'Add --replace to use the name again.' : 'Use "sherpack upgrade" for it, or choose another name.',
    exitCode: 6,
  }),
  NOT_FOUND: (name: string, namespace: string) => ({
    message: `there is no release "${name}" in namespace "${namespace}"`,
    hint: 'See "sherpack list -A"; choose a namespace with -n; "sherpack upgrade --install" installs what is missing.',
  }),
  UNINSTALLED: (name: string) => ({
    message: `release "${name}" has been uninstalled; only its history is left`,
    hint: 'Use "sherpack upgrade --install", "sherpack install --replace" or "sherpack rollback".',
    exitCode: 6,
  }),
  UNINSTALLING: (name: string) => ({
    message: `release "${name}" is half uninstalled`,
    hint: 'Finish with "sherpack uninstall", or go back with "sherpack rollback".',
    exitCode: 6,
  }),
  CHANGED: (name: string, how: string) => ({
    message: `release "${name}" was changed while the plan was made: ${how}`,
    hint: 'Nothing was written. Run the command again; it starts from what is there now.',
    exitCode: 6,
  }),
  LEASE_UNSURE: (cause: unknown) => ({
    message: `the lease of the release could not be renewed in time${cause instanceof Error ? `: ${cause.message}` : ''}`,
    hint: 'Look whether the store of releases answers, then run the command again: it goes on from what is on record.',
    cause,
  }),
  REVISION_INVALID: (text: string) => ({
    message: `"${text}" is no revision`,
    hint: 'Revisions are whole numbers; see "sherpack history".',
    exitCode: 2,
  }),
  PLAN_VERB: (verb: string) => ({
    message: `"${verb}" cannot be planned`,
    hint: 'Write "sherpack plan install", "upgrade", "rollback" or "uninstall", and then what that verb takes.',
    exitCode: 2,
  }),
  PLAN_FILE_MISSING: () => ({
    message: 'there is no plan to apply',
    hint: 'Name the file with --plan; "sherpack plan … --save FILE" makes one.',
    exitCode: 2,
  }),
  PLAN_UNREADABLE: (file: string, problem: string, cause?: unknown) => ({
    message: `"${file}" is no plan that can be applied: ${problem}`,
    hint: 'Make it with "sherpack plan … --save FILE".',
    cause,
    exitCode: 2,
  }),
  NO_REVISION: (name: string, wanted: number | undefined, known: readonly number[]) => ({
    message: wanted === undefined ? `release "${name}" has no earlier revision that was deployed` : `release "${name}" has no revision ${wanted}`,
    hint: known.length === 0 ? undefined : `Its revisions are ${known.join(', ')}.`,
  }),
  WAIT_UNSUPPORTED: (variant: string) => ({
    message: `nothing can be waited for: objects of the cluster "${variant}" have no life of their own`,
    hint: 'Leave --wait and --auto-rollback out.',
    exitCode: 2,
  }),
  LABEL_INVALID: (text: string) => ({
    message: `"${text}" is no label`,
    hint: 'Write --labels name=value, several of them with commas between; "name=null" removes one on upgrade.',
    exitCode: 2,
  }),
  SELECTOR_INVALID: (text: string) => ({
    message: `"${text}" is no label selector`,
    hint: 'Write name=value, name!=value, name in (a,b), name notin (a,b), name or !name, with commas between.',
    exitCode: 2,
  }),
  FILTER_INVALID: (text: string, cause: unknown) => ({
    message: `"${text}" is no regular expression`,
    hint: 'Give --filter an expression for the name, for example --filter \'^web-\'.',
    exitCode: 2,
    cause,
  }),
  OPTIONS_CLASH: (first: string, second: string) => ({
    message: `${first} and ${second} exclude each other`,
    hint: 'Leave one of them out.',
    exitCode: 2,
  }),
  NOTHING_SHOWN: (globs: readonly string[]) => ({
    message: `no template matches ${globs.map((glob) => `"${glob}"`).join(', ')}`,
    hint: 'See the lines "# Source:" of "sherpack template" for the names.',
  }),
  OUTSIDE_FOLDER: (template: string) => ({
    message: `template "${template}" would be written outside the output folder`,
    hint: 'Its name must not lead upwards.',
    exitCode: 6,
  }),
  OPERAND_UNKNOWN: (text: string, kinds: readonly string[]) => ({
    message: `"${text}" is neither ${kinds.join(' nor ')}`,
    hint: 'Write a pack as a path, for example ./web; see "sherpack list" for the releases of the namespace.',
    exitCode: 2,
  }),
  OPERAND_AMBIGUOUS: (text: string, choices: readonly string[]) => ({
    message: `"${text}" may be ${choices.join(' or ')}`,
    hint: `Say which: release:${text}, or the path ./${text}.`,
    exitCode: 2,
  }),
  DIFF_OPERANDS: (kinds: readonly string[]) => ({
    message: `diff cannot compare ${kinds.join(' with ')}`,
    hint: 'It compares RELEASE with the cluster, or RELEASE with PACK.',
    exitCode: 2,
  }),
  NOTHING_TO_RECOVER: (name: string, status: string) => ({
    message: `release "${name}" needs no recovery; its status is ${status}`,
    hint: 'A failed release is put right by "sherpack upgrade", "sherpack rollback" or "sherpack uninstall".',
    exitCode: 6,
  }),
  NOTHING_TO_UNDO: (name: string) => ({
    message: `release "${name}" was never deployed before, so there is nothing to go back to`,
    hint: 'Finish with "sherpack recover", or remove it with "sherpack uninstall".',
    exitCode: 6,
  }),
  TEMPLATE_UNSUPPORTED: (text: string) => ({
    message: `the name template "${text}" uses what is not known here`,
    hint: 'Known are {{randAlphaNum N}}, {{randAlpha N}}, {{randNumeric N}} and {{now}} inside a text.',
    exitCode: 2,
  }),
});
