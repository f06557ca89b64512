/** Who makes a request. */
export interface UserInfo {
  readonly username: string;
  readonly groups: readonly string[];
}

/** Whoever has the sandbox's token. */
export const administrator: UserInfo = { username: 'sandbox-admin', groups: ['system:masters', 'system:authenticated'] };

/**
 * The user of a request: the administrator, or whom he acts as by the headers `Impersonate-User` and `Impersonate-Group`
 * (apiserver, endpoints/filters/impersonation.go). `named` is a user that the caller in the same process gives.
 */
export function userOf(headers: ReadonlyMap<string, string>, named: string | undefined): UserInfo {
  const username = headers.get('impersonate-user') ?? named;
  if (username === undefined || username === administrator.username) return administrator;
  const given = (headers.get('impersonate-group') ?? '').split(',').map((group) => group.trim()).filter((group) => group !== '');
  return { username, groups: [...new Set([...given, ...accountGroups(username), ...(username === 'system:anonymous' ? ['system:unauthenticated'] : ['system:authenticated'])])] };
}

function accountGroups(username: string): readonly string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(username) ?? [];
  return namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}
