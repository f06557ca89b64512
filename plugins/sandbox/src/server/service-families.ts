import { equalValues } from '@sherpack/field-set/equal';
import { readObject } from '../schemas/json-path.ts';
import { invalid, type FieldError } from '../validation/field-error.ts';

type Spec = Readonly<Record<string, unknown>>;

/** A headless Service that selects no pods may be given endpoints of either kind, on a cluster of one kind too. */
export function takesEitherFamily(spec: Spec): boolean {
  return spec['clusterIP'] === 'None' && Object.keys(readObject(spec, 'selector') ?? {}).length === 0;
}

export interface Families {
  readonly ipFamilies: readonly unknown[];
  readonly ipFamilyPolicy: unknown;
}

/** Families and policy of a Service on a cluster of IPv4 (pkg/registry/core/service/storage, initIPFamilyFields); `old` is the spec that an update replaces. */
export function familiesOf(spec: Spec, old: Spec = {}): Families {
  const ipFamilyPolicy = policyOf(spec, old);
  const ipFamilies = kept(familyList(spec), familyList(old), ipFamilyPolicy);
  const isSingle = isUntouched(spec, old) || !takesEitherFamily(spec) || ipFamilyPolicy === 'SingleStack';
  if (isSingle || ipFamilies.length > 1) return { ipFamilies, ipFamilyPolicy };
  return { ipFamilies: ipFamilies[0] === 'IPv6' ? ['IPv6', 'IPv4'] : ['IPv4', 'IPv6'], ipFamilyPolicy };
}

function policyOf(spec: Spec, old: Spec): unknown {
  return spec['ipFamilyPolicy'] ?? old['ipFamilyPolicy'] ?? (takesEitherFamily(spec) ? 'RequireDualStack' : 'SingleStack');
}

function familyList(spec: Spec): readonly unknown[] {
  return Array.isArray(spec['ipFamilies']) ? spec['ipFamilies'] : [];
}

/** Who prefers two families keeps what there is, whatever else changes. */
function isUntouched(spec: Spec, old: Spec): boolean {
  return spec['ipFamilyPolicy'] === 'PreferDualStack' && ['ipFamilyPolicy', 'type', 'clusterIPs'].every((name) => equalValues(spec[name], old[name])) && equalValues(familyList(spec), familyList(old));
}

/** Who asks for one family lets go of the second, if only the policy changed. */
function kept(given: readonly unknown[], old: readonly unknown[], policy: unknown): readonly unknown[] {
  if (given.length === 0) return ['IPv4'];
  return policy === 'SingleStack' && given.length > 1 && equalValues(given, old) ? given.slice(0, 1) : given;
}

/** What is asked for that does not go together, or not on this cluster. */
export function familyErrors(spec: Spec, old: Spec = {}): FieldError[] {
  const policy = policyOf(spec, old);
  const [after, before] = [kept(familyList(spec), familyList(old), policy), familyList(old)];
  if (isUntouched(spec, old) || after.some((family) => family !== 'IPv4' && family !== 'IPv6')) return [];
  if (policy === 'SingleStack' && after.length > 1) return [invalid(field, policy, "must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified")];
  if (policy !== 'SingleStack' && familyList(spec).length > 0 && after.length < before.length) return [invalid(field, policy, "must be 'SingleStack' to release the secondary IP family")];
  return takesEitherFamily(spec) ? [] : unconfigured(policy, after);
}

const field = 'spec.ipFamilyPolicy';

function unconfigured(policy: unknown, families: readonly unknown[]): FieldError[] {
  const both = policy === 'RequireDualStack' ? [invalid(field, policy, 'this cluster is not configured for dual-stack services')] : [];
  return [...both, ...families.flatMap((family, i) => (family === 'IPv6' ? [invalid(`spec.ipFamilies[${i}]`, family, 'not configured on this cluster')] : []))];
}
