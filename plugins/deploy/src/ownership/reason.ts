import type { StepOwnership } from '@sherpack/plugin-api';

/** For the plan: `.spec.replicas is left to kube-controller-manager`. */
export function ownershipReason(ownership: StepOwnership | undefined): string | undefined {
  if (ownership === undefined) return undefined;
  const { left, held = [], migrated = [], retired = [], force } = ownership;
  const parts = [
    ...left.map(({ field, manager }) => `${field} is left to ${manager}`),
    ...held.map((field) => `${field} is kept as it is until somebody else owns it`),
    ...(migrated.length === 0 ? [] : [`takes over what ${migrated.join(' and ')} deployed`]),
    ...(retired.length === 0 ? [] : [`frees its managers from ${retired.join(' and ')}, which is no longer served`]),
    ...(force ? ['takes fields over from other managers'] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}
