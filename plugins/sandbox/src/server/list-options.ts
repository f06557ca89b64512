import { forbiddenField, invalidObject, notSupported, type FieldError } from '../validation/field-error.ts';
import { badRequest } from './status-error.ts';

/** The parameters of a list or a watch (metav1.ListOptions), checked. */
export interface ListOptions {
  readonly limit: number;
  readonly timeoutSeconds: number;
  readonly continueToken: string;
  readonly resourceVersion: string;
  readonly match: string;
  readonly sendInitialEvents: boolean | undefined;
  readonly bookmarks: boolean;
}

/** Throws the real server's answers to parameters that cannot be read or do not go together (apimachinery's ValidateListOptions). */
export function listOptions(query: URLSearchParams, isWatch: boolean): ListOptions {
  const options = {
    limit: integer(query, 'limit'),
    timeoutSeconds: integer(query, 'timeoutSeconds'),
    continueToken: query.get('continue') ?? '',
    resourceVersion: query.get('resourceVersion') ?? '',
    match: query.get('resourceVersionMatch') ?? '',
    sendInitialEvents: query.has('sendInitialEvents') ? flag(query, 'sendInitialEvents') : undefined,
    bookmarks: flag(query, 'allowWatchBookmarks'),
  };
  const errors = isWatch ? watchErrors(options) : listErrors(options);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
  return options;
}

/** Go's conversion of a query parameter: all but nothing, `0` and `false` is true. */
export function flag(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}

function integer(query: URLSearchParams, name: string): number {
  const text = query.get(name) ?? '';
  if (text === '') return 0;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: value out of range`);
  return Number(text);
}

const field = 'resourceVersionMatch';

function listErrors({ match, resourceVersion, continueToken, sendInitialEvents }: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  if (match !== '') {
    if (resourceVersion === '') errors.push(forbiddenField(field, `${field} is forbidden unless resourceVersion is provided`));
    if (continueToken !== '') errors.push(forbiddenField(field, `${field} is forbidden when continue is provided`));
    if (match !== 'Exact' && match !== 'NotOlderThan') errors.push(notSupported(field, match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && resourceVersion === '0') errors.push(forbiddenField(field, `${field} "exact" is forbidden for resourceVersion "0"`));
  }
  if (sendInitialEvents !== undefined) errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  return errors;
}

function watchErrors({ match, continueToken, sendInitialEvents }: ListOptions): FieldError[] {
  const errors: FieldError[] = [];
  const isNewer = match === 'NotOlderThan';
  if (sendInitialEvents !== undefined && !isNewer) errors.push(forbiddenField(field, `sendInitialEvents requires setting ${field} to NotOlderThan`));
  if (match !== '' && sendInitialEvents === undefined) errors.push(forbiddenField(field, `${field} is forbidden for watch unless sendInitialEvents is provided`));
  if (match !== '' && !isNewer) errors.push(notSupported(field, match, ['NotOlderThan']));
  if (continueToken !== '') errors.push(forbiddenField(field, `${field} is forbidden when continue is provided`));
  return errors;
}

/** Why a text is no resourceVersion, in the words of Go; undefined when it is one or absent. */
export function versionProblem(version: string): string | undefined {
  if (version === '') return undefined;
  const isNumber = /^\d+$/.test(version);
  if (isNumber && BigInt(version) < 1n << 64n) return undefined;
  const text = JSON.stringify(version);
  return `resourceVersion: Invalid value: ${text}: strconv.ParseUint: parsing ${text}: ${isNumber ? 'value out of range' : 'invalid syntax'}`;
}
