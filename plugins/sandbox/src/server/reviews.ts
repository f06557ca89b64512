import { isObject } from '@sherpack/field-set/field-schema';
import { timestamp } from '../clock.ts';
import { readObject, readString, readStrings } from '../schemas/json-path.ts';
import { authorize, rulesFor, type Attributes } from './authorizer.ts';
import type { ServerContext } from './context.ts';
import type { UserInfo } from './user.ts';

type Json = Record<string, unknown>;

/** Answers to reviews: who am I, may somebody do something, what may I do. Undefined when the kind is no review. */
export function answerReview(ctx: ServerContext, kind: string, body: unknown, user: UserInfo): unknown {
  const spec = readObject(isObject(body) ? body : {}, 'spec') ?? {};
  const metadata = { creationTimestamp: null };
  switch (kind) {
    case 'SelfSubjectAccessReview':
      return accessReview(ctx, kind, spec, user);
    case 'SubjectAccessReview':
    case 'LocalSubjectAccessReview':
      return accessReview(ctx, kind, spec, { username: readString(spec, 'user') ?? '', groups: readStrings(spec, 'groups') });
    case 'SelfSubjectRulesReview':
      return { kind, apiVersion: 'authorization.k8s.io/v1', metadata, spec: {}, status: rulesStatus(ctx, user, readString(spec, 'namespace') ?? '') };
    case 'SelfSubjectReview':
      return { kind, apiVersion: 'authentication.k8s.io/v1', metadata: { creationTimestamp: timestamp(ctx.clock.now()) }, status: { userInfo: user } };
    case 'TokenReview':
      return { kind, apiVersion: 'authentication.k8s.io/v1', metadata, spec, status: { authenticated: true, user } };
    default:
      return undefined;
  }
}

function accessReview(ctx: ServerContext, kind: string, spec: Json, user: UserInfo): unknown {
  const { allowed, reason } = authorize(ctx, user, attributesOf(spec));
  return { kind, apiVersion: 'authorization.k8s.io/v1', metadata: { creationTimestamp: null }, spec, status: { allowed, ...(reason === '' ? {} : { reason }) } };
}

function attributesOf(spec: Json): Attributes {
  const path = readObject(spec, 'nonResourceAttributes');
  if (path) return { verb: readString(path, 'verb') ?? '', path: readString(path, 'path') ?? '' };
  const of = (field: string): string => readString(spec, 'resourceAttributes', field) ?? '';
  const subresource = of('subresource');
  return { verb: of('verb'), group: of('group'), resource: of('resource'), namespace: of('namespace'), name: of('name'), ...(subresource === '' ? {} : { subresource }) };
}

function rulesStatus(ctx: ServerContext, user: UserInfo, namespace: string): Json {
  const rules = rulesFor(ctx, user, namespace);
  const pick = (rule: Json, ...names: string[]): Json => Object.fromEntries(names.flatMap((name) => (rule[name] === undefined ? [] : [[name, rule[name]]])));
  return {
    resourceRules: rules.filter((rule) => readStrings(rule, 'resources').length > 0).map((rule) => pick(rule, 'verbs', 'apiGroups', 'resources', 'resourceNames')),
    nonResourceRules: rules.filter((rule) => readStrings(rule, 'nonResourceURLs').length > 0).map((rule) => pick(rule, 'verbs', 'nonResourceURLs')),
    incomplete: false,
  };
}
