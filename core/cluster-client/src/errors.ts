import type { ClusterFailure, FieldConflict } from '@sherpack/plugin-api';
import { fieldConflicts } from '@sherpack/plugin-api';
import { NO_ANSWER, defineClusterErrors } from './define-errors.ts';

/** What a refusal says: the action for people, the server's answer and its words. */
export interface Refused {
  readonly action: string;
  readonly failure: ClusterFailure;
  readonly words: string;
}

export const errors = defineClusterErrors({
  NOT_FOUND: ({ action, failure, words }: Refused) => ({
    message: `could not ${action}: ${words}`,
    hint: /^namespaces? /.test(words)
      ? 'Create the namespace first, or let --create-namespace do it.'
      : 'Look whether it was deleted meanwhile, and whether its kind and namespace are the right ones.',
    failure,
  }),
  CONFLICT: ({ action, failure, words }: Refused) => ({
    message: conflictMessage(action, words, fieldConflicts(failure)),
    hint: conflictHint(failure),
    failure,
  }),
  INVALID: ({ action, failure, words }: Refused, fields: readonly string[]) => ({
    message: `could not ${action}: ${fields.length === 0 ? words : `the server finds it invalid${lines(fields)}`}`,
    hint: 'Correct these fields in the template or the values; "sherpack template" prints what was sent.',
    failure,
  }),
  FORBIDDEN: ({ action, failure, words }: Refused) => ({
    message: `could not ${action}: ${words}`,
    hint: / cannot \w+ resource /.test(words)
      ? 'Ask for this permission (a Role or ClusterRole), or use another account with --as or --context.'
      : 'A rule of the cluster (admission policy, quota or a namespace that is being deleted) refuses it; its words say which.',
    failure,
    exitCode: 5 as const,
  }),
  UNAUTHORIZED: ({ action, failure, words }: Refused, server: string) => ({
    message: `could not ${action}: ${server} does not accept the credentials (${words})`,
    hint: 'Log in again, or choose other credentials with --context, --kubeconfig or --kube-token.',
    failure,
    exitCode: 5 as const,
  }),
  TOO_LARGE: ({ action, failure, words }: Refused) => ({
    message: `could not ${action}: the object is too large for the server (${words})`,
    hint: 'An object may have about 1.5 MiB, its annotations 256 KiB: split it, or move its content elsewhere.',
    failure,
  }),
  BUSY: ({ action, failure, words }: Refused) => ({
    message: `could not ${action}: the server has too many requests (${words})`,
    hint: 'Run the command again a little later.',
    failure,
    exitCode: 5 as const,
  }),
  TIMEOUT: (action: string, words: string, failure: ClusterFailure = NO_ANSWER, cause?: unknown) => ({
    message: `could not ${action}: no answer in time (${words})`,
    hint: 'Look whether the API server is overloaded, and run the command again.',
    failure,
    exitCode: 5 as const,
    cause,
  }),
  SERVER_ERROR: ({ action, failure, words }: Refused) => ({
    message: `could not ${action}: the server failed: ${words}`,
    hint: 'Look at the API server, its webhooks and aggregated APIs, and run the command again.',
    failure,
  }),
  REFUSED: ({ action, failure, words }: Refused) => ({
    message: `could not ${action}: ${words}`,
    hint: 'The server does not offer this request; its version or a proxy in front of it may be the reason.',
    failure,
  }),
  EXPIRED: ({ action, failure, words }: Refused) => ({
    message: `could not ${action}: what was asked for is no longer kept (${words})`,
    hint: 'Start again from a new list.',
    failure,
  }),
  UNREACHABLE: (server: string, action: string, why: string, cause: unknown) => ({
    message: `could not ${action}: ${server} does not answer (${why})`,
    hint: 'Start the cluster or check the address, choose another one with --context or --kubeconfig, or try without one: --cluster sandbox.',
    failure: NO_ANSWER,
    exitCode: 5 as const,
    cause,
  }),
  OUTCOME_UNKNOWN: (action: string, why: string, failure: ClusterFailure, cause: unknown) => ({
    message: `it is not known whether the server did ${action}: ${why}`,
    hint: 'Look at the object before trying again: the request may have arrived.',
    failure,
    exitCode: 5 as const,
    cause,
  }),
  BAD_ANSWER: (server: string, action: string, why: string) => ({
    message: `could not ${action}: ${server} sent what is no answer of a Kubernetes API server (${why})`,
    hint: 'Check the address: a login page or a proxy may answer in its place.',
    failure: NO_ANSWER,
    exitCode: 5 as const,
  }),
  WAIT_TIMEOUT: (what: string, seconds: number, state: string) => ({
    message: `waited ${seconds} s for ${what}, in vain: ${state}`,
    hint: 'Look at its status and events, or wait longer with --timeout.',
    failure: NO_ANSWER,
  }),
  UNKNOWN_KIND: (kind: string, apiVersion: string, advice: string) => ({
    message: `the cluster knows no kind ${kind} in ${apiVersion}`,
    hint: advice,
    failure: { ...NO_ANSWER, status: 404, reason: 'NotFound' },
  }),
  NO_NAME: (kind: string, action: string) => ({
    message: `could not ${action} ${kind}: it has no metadata.name`,
    hint: 'Give it a name; only newly created objects may have generateName instead.',
    failure: NO_ANSWER,
  }),
});

function conflictMessage(action: string, words: string, conflicts: readonly FieldConflict[]): string {
  if (conflicts.length === 0) return `could not ${action}: ${words}`;
  return `could not ${action}: other field managers own these fields${lines(conflicts.map(describe))}`;
}

function describe({ field, manager, subresource }: FieldConflict): string {
  const through = subresource === undefined ? '' : ` through ${subresource}`;
  return `${field}: owned by "${manager}"${through}`;
}

function conflictHint(failure: ClusterFailure): string {
  if (fieldConflicts(failure).length > 0) return 'Leave these fields to their owners, or take them over with --force-conflicts.';
  if (failure.reason === 'AlreadyExists') return 'Choose another name, or let the release adopt it with --take-ownership.';
  return 'It was changed meanwhile; run the command again, it starts from the present state.';
}

function lines(entries: readonly string[]): string {
  return entries.map((entry) => `\n  ${entry}`).join('');
}
