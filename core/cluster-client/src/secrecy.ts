import type { ClusterFailure, JsonObject, KubernetesObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { causesOf } from './conflicts.ts';
import { wordsOf } from './failure.ts';
import { isTypeError } from './retry.ts';

/** What servers say without quoting values. */
const HARMLESS: readonly RegExp[] = [
  /^[\w.]+ "[^"]*" (?:not found|already exists)$/,
  /^[\w.]+ (?:"[^"]*" )?is forbidden: User "[^"]*" cannot \w+ resource [^]*$/,
  /^(?:Secret in version "v1" cannot be handled as a Secret: )?strict decoding error: (?:(?:unknown|duplicate) field "[^"]*"(?:, )?)+$/,
  /^[^]{0,120}illegal base64 data at input byte \d+$/,
  /^Apply failed with \d+ conflicts?[^]*$/,
  /^Operation cannot be fulfilled [^]*$/,
  /^Precondition failed: UID in precondition[^]*$/,
];

/**
 * A refusal without the server's free text: validation and admission quote the values that they refuse, and those of
 * a Secret must reach neither a terminal nor a log. Field names and reasons stay.
 */
export function withoutValues(failure: ClusterFailure, secret?: KubernetesObject): ClusterFailure {
  if (failure.body === undefined) return failure;
  const words = wordsOf(failure);
  const mistakes = isTypeError(words) ? typeErrors(words).join('; ') : '';
  const kept = mistakes === '' && isHarmless(words, secret) ? words : mistakes;
  const details = failure.body['details'];
  const body: JsonObject = {
    ...failure.body,
    message: kept === '' ? `the server's words are withheld, for they may quote values (${failure.reason})` : kept,
    ...(isObject(details) ? { details: { ...details, causes: causesOf(failure.body).map(withoutMessage) } } : {}),
  };
  return { ...failure, body };
}

// structured-merge-diff `typed/validate.go`; what it says after "got" is the value.
const TYPE_ERROR = /(\.\S+?): (field not declared in schema|expected [\w ]+)/g;

/** The fields that do not fit the schema, in words without values. */
export function typeErrors(words: string): readonly string[] {
  return [...words.matchAll(TYPE_ERROR)].map(([, field = '', problem = '']) => `${field}: ${problem}`);
}

function isHarmless(words: string, secret: KubernetesObject | undefined): boolean {
  return HARMLESS.some((pattern) => pattern.test(words)) && !valuesOf(secret).some((value) => words.includes(value));
}

function withoutMessage(cause: { field: string; reason: string; message: string }): JsonObject {
  const { field, reason, message } = cause;
  const kept = reason === 'FieldManagerConflict' ? message : '';
  return { field, reason, message: kept };
}

// Shorter ones occur in any text; what is so short is covered by the patterns alone.
const SHORTEST = 4;

function valuesOf(secret: KubernetesObject | undefined): readonly string[] {
  const maps = [secret?.['data'], secret?.['stringData']].filter(isObject);
  const values = maps.flatMap((map) => Object.values(map).map(String));
  return values.flatMap((value) => [value, decoded(value)]).filter((value) => value.length >= SHORTEST);
}

function decoded(value: string): string {
  try {
    return atob(value);
  } catch {
    return '';
  }
}
