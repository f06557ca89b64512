import path from 'node:path';
import { isObject } from '@sherpack/field-set/field-schema';
import { badRequest } from './status-error.ts';

/** Where a page begins: after this key, as things were at this revision; a negative one means as they are. */
export interface ContinueToken {
  readonly revision: number;
  /** `namespace/name`, or `/name` within a namespace, or a part of it. */
  readonly start: string;
}

const version = 'meta.k8s.io/v1';

/** The form of the real server (storage.EncodeContinue): base64 of JSON; the zero byte makes the start exclusive. */
export function encodeContinue({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: version, rv: revision, start: `${start}\0` })).toString('base64url');
}

/** Throws the real server's answers to a token that it did not make. */
export function decodeContinue(text: string): ContinueToken {
  const value = parsed(text);
  const given = isObject(value) ? value : {};
  if (given['v'] !== version) throw invalidToken(`: server does not recognize this encoded version ${typeof given['v'] === 'string' ? given['v'] : ''}`);
  const { rv, start } = given;
  if (!Number.isSafeInteger(rv) || rv === 0) throw invalidToken(`: incorrect encoded start resourceVersion (version ${version})`);
  if (typeof start !== 'string' || start === '') throw invalidToken(`: encoded start key empty (version ${version})`);
  const key = start.startsWith('/') ? start : `/${start}`;
  if (path.posix.normalize(key) !== key || (key.length > 1 && key.endsWith('/'))) throw invalidToken(`: ${start}`);
  return { revision: Number(rv), start };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    throw invalidToken('');
  }
}

function invalidToken(why: string): Error {
  return badRequest(`invalid continue token: continue key is not valid${why}`);
}
