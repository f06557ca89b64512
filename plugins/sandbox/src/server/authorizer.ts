import { readList, readString, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext } from './context.ts';
import type { UserInfo } from './user.ts';

type Json = Record<string, unknown>;

/** What somebody wants to do. */
export type Attributes = ResourceAttributes | PathAttributes;

export interface ResourceAttributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace: string;
  readonly name: string;
}

export interface PathAttributes {
  readonly verb: string;
  readonly path: string;
}

export interface Decision {
  readonly allowed: boolean;
  /** Empty where nothing is to be said, as for a denial. */
  readonly reason: string;
}

const roles = 'rbac.authorization.k8s.io';

/** Whether roles and bindings allow it (plugin/pkg/auth/authorizer/rbac). Members of `system:masters` may do everything. */
export function authorize(ctx: ServerContext, user: UserInfo, wanted: Attributes): Decision {
  if (user.groups.includes('system:masters')) return { allowed: true, reason: '' };
  const namespace = 'path' in wanted ? '' : wanted.namespace;
  const found = grantsTo(ctx, user, namespace).find(({ rules }) => rules.some((rule) => allows(rule, wanted)));
  return found ? { allowed: true, reason: found.reason } : { allowed: false, reason: '' };
}

/** The rules for a user, in a namespace or in the whole cluster. */
export function rulesFor(ctx: ServerContext, user: UserInfo, namespace: string): readonly Json[] {
  return grantsTo(ctx, user, namespace).flatMap(({ rules }) => rules);
}

interface Grant {
  readonly rules: readonly Json[];
  readonly reason: string;
}

function grantsTo(ctx: ServerContext, user: UserInfo, namespace: string): readonly Grant[] {
  const everywhere = ctx.store.list(`clusterrolebindings.${roles}`);
  const here = namespace === '' ? [] : ctx.store.list(`rolebindings.${roles}`, namespace);
  return [...everywhere, ...here].flatMap((binding) => {
    const subject = readList(binding, 'subjects').find((one) => isMeant(one, user, binding.metadata.namespace ?? ''));
    return subject ? [{ rules: rulesOf(ctx, binding), reason: reasonFor(binding, subject) }] : [];
  });
}

function isMeant(subject: Json, user: UserInfo, namespace: string): boolean {
  switch (subject['kind']) {
    case 'User':
      return subject['name'] === user.username;
    case 'Group':
      return user.groups.includes(String(subject['name']));
    case 'ServiceAccount':
      return user.username === `system:serviceaccount:${String(subject['namespace'] ?? namespace)}:${String(subject['name'])}`;
    default:
      return false;
  }
}

function rulesOf(ctx: ServerContext, binding: KubeObject): readonly Json[] {
  const isCluster = readString(binding, 'roleRef', 'kind') === 'ClusterRole';
  const name = readString(binding, 'roleRef', 'name') ?? '';
  const role = ctx.store.get({ bucket: `${isCluster ? 'clusterroles' : 'roles'}.${roles}`, namespace: isCluster ? '' : (binding.metadata.namespace ?? ''), name });
  return readList(role, 'rules');
}

function reasonFor(binding: KubeObject, subject: Json): string {
  const { name, namespace } = binding.metadata;
  const place = namespace ? `${name}/${namespace}` : name;
  const whose = subject['kind'] === 'ServiceAccount' ? `${String(subject['name'])}/${String(subject['namespace'] ?? namespace)}` : String(subject['name']);
  return `RBAC: allowed by ${binding.kind} ${JSON.stringify(place)} of ${readString(binding, 'roleRef', 'kind') ?? ''} ${JSON.stringify(readString(binding, 'roleRef', 'name'))} to ${String(subject['kind'])} ${JSON.stringify(whose)}`;
}

function allows(rule: Json, wanted: Attributes): boolean {
  if (!holds(rule, 'verbs', wanted.verb)) return false;
  if ('path' in wanted) return readStrings(rule, 'nonResourceURLs').some((url) => url === '*' || url === wanted.path || (url.endsWith('*') && wanted.path.startsWith(url.slice(0, -1))));
  const { group, resource, subresource, name } = wanted;
  const full = subresource ? `${resource}/${subresource}` : resource;
  const resources = readStrings(rule, 'resources');
  const isResource = resources.some((one) => one === '*' || one === full || (subresource !== undefined && one === `*/${subresource}`));
  const names = readStrings(rule, 'resourceNames');
  return holds(rule, 'apiGroups', group) && isResource && (names.length === 0 || names.includes(name));
}

function holds(rule: Json, list: string, value: string): boolean {
  const values = readStrings(rule, list);
  return values.includes('*') || values.includes(value);
}
