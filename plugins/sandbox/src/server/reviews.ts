import { isObject } from '@sherpack/field-set/field-schema';
import { timestamp } from '../clock.ts';
import type { ServerContext } from './context.ts';

const groups = ['system:masters', 'system:authenticated'];

/** Answers to reviews: in the sandbox everybody may do everything. Undefined when the kind is no review. */
export function answerReview(ctx: ServerContext, kind: string, body: unknown, user: string): unknown {
  const review = isObject(body) ? body : {};
  const now = timestamp(ctx.clock.now());
  const metadata = { creationTimestamp: null };
  switch (kind) {
    case 'SelfSubjectAccessReview':
    case 'SubjectAccessReview':
    case 'LocalSubjectAccessReview':
      return { kind, apiVersion: 'authorization.k8s.io/v1', metadata, spec: review['spec'] ?? {}, status: { allowed: true, reason: 'the sandbox allows everything' } };
    case 'SelfSubjectRulesReview':
      return { kind, apiVersion: 'authorization.k8s.io/v1', metadata, spec: {}, status: everything };
    case 'SelfSubjectReview':
      return { kind, apiVersion: 'authentication.k8s.io/v1', metadata: { creationTimestamp: now }, status: { userInfo: { username: user, groups } } };
    case 'TokenReview':
      return { kind, apiVersion: 'authentication.k8s.io/v1', metadata, spec: review['spec'] ?? {}, status: { authenticated: true, user: { username: user, groups } } };
    default:
      return undefined;
  }
}

const everything = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
};
