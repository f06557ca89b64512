import type { ClusterFailure, JsonObject, Path } from '@sherpack/plugin-api';
import { causesOf, isObject, valueAt } from '@sherpack/plugin-api';
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
 *
 * @param secrets what {@link secretTexts} found in the object sent
 */
export function withoutValues(failure: ClusterFailure, secrets: readonly string[] = []): ClusterFailure {
  if (failure.body === undefined) return failure;
  const words = wordsOf(failure);
  const mistakes = isTypeError(words) ? typeErrors(words).join('; ') : '';
  const kept = mistakes === '' && isHarmless(words, secrets) ? words : mistakes;
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

function isHarmless(words: string, secrets: readonly string[]): boolean {
  return HARMLESS.some((pattern) => pattern.test(words)) && !quotes(words, secrets);
}

export function quotes(words: string, secrets: readonly string[]): boolean {
  return secrets.some((text) => words.includes(text));
}

function withoutMessage(cause: { field: string; reason: string; message: string }): JsonObject {
  const { field, reason, message } = cause;
  const kept = reason === 'FieldManagerConflict' ? message : '';
  return { field, reason, message: kept };
}

// Shorter ones occur in any text; what is so short is covered by the patterns alone.
const SHORTEST = 4;

/** The secret texts of what is written, as they are and as base64 has them: content of a Secret, and marked fields. */
export function secretTexts(written: unknown, marked: readonly Path[], isSecret: boolean): readonly string[] {
  const paths = isSecret ? [['data'], ['stringData'], ...marked] : marked;
  const leaves = paths.flatMap((path) => leavesOf(valueAt(written, path)));
  const texts = leaves.flatMap((text) => [text, encoded(text), decoded(text), JSON.stringify(text).slice(1, -1)]);
  return [...new Set(texts)].filter((text) => text.length >= SHORTEST);
}

function leavesOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return isObject(value) ? Object.values(value).flatMap(leavesOf) : [String(value)];
}

function encoded(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

function decoded(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}
