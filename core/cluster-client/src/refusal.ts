import type { ClusterError, ClusterFailure } from '@sherpack/plugin-api';
import { causesOf } from '@sherpack/plugin-api';
import type { Call } from './call.ts';
import { errors } from './errors.ts';
import { failureFrom, wordsOf } from './failure.ts';
import { isTypeError } from './retry.ts';
import { typeErrors, withoutValues } from './secrecy.ts';

// etcd's own limits come back as other statuses than 413.
const TOO_LARGE = /etcdserver: request is too large|larger than max|[Tt]oo long: (?:must have at most|may not be more than) \d+ bytes/;

/** The error for an answer of status 400 or more. */
export function refusal(call: Pick<Call, 'action' | 'secrets' | 'secretive'>, status: number, text: string, server: string): ClusterError {
  return refusalOf(call, failureFrom(status, text), server, text);
}

export function refusalOf(call: Pick<Call, 'action' | 'secrets' | 'secretive'>, raw: ClusterFailure, server: string, text = ''): ClusterError {
  const tooLarge = raw.status === 413 || TOO_LARGE.test(wordsOf(raw, text));
  const failure = call.secretive === true ? withoutValues(raw, call.secrets?.()) : raw;
  const words = wordsOf(failure, call.secretive === true ? '' : text);
  const refused = { action: call.action, failure, words };
  if (tooLarge) return errors.TOO_LARGE(refused);
  if (failure.status === 500 && isTypeError(wordsOf(raw, text))) return errors.INVALID(refused, typeErrors(words));
  if (isOtherObject(raw)) return errors.CONFLICT({ ...refused, words: 'it is another object than was expected: its UID differs' });
  switch (failure.status) {
    case 400: case 422: return errors.INVALID(refused, fieldsOf(failure));
    case 401: return errors.UNAUTHORIZED(refused, server);
    case 403: return errors.FORBIDDEN(refused);
    case 404: return errors.NOT_FOUND(refused);
    case 409: return errors.CONFLICT(refused);
    case 410: return errors.EXPIRED(refused);
    case 429: return errors.BUSY(refused);
    case 504: return errors.TIMEOUT(call.action, words, failure);
    default: return failure.status >= 500 ? errors.SERVER_ERROR(refused) : errors.REFUSED(refused);
  }
}

/** An apply or update that names the UID of an object which was replaced by another: the server calls the field immutable. */
function isOtherObject(failure: ClusterFailure): boolean {
  return failure.status === 422 && causesOf(failure.body).some(({ field }) => field === 'metadata.uid');
}

function fieldsOf(failure: ClusterFailure): readonly string[] {
  const causes = causesOf(failure.body).filter(({ field }) => field !== '' && field !== '<nil>');
  return causes.map(({ field, message, reason }) => `${field}: ${message === '' ? reason : message}`);
}
