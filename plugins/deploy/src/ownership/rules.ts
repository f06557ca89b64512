import type { FieldConflict, FieldOwnershipPolicy, JsonObject, ObjectRef, Operation } from '@sherpack/plugin-api';
import { groupOf } from '@sherpack/plugin-api';

/** What is done about a field that the release states and another manager owns. All that is given must fit. */
export interface OwnershipRule {
  /** Field manager; `*` stands for any text. */
  readonly manager?: string;
  /** Through which the manager wrote: `scale`, `status`, or empty for the object itself. */
  readonly subresource?: string;
  /** `Deployment` or `Deployment.apps`. */
  readonly kind?: string;
  readonly name?: string;
  /** As conflicts print it, `.spec.replicas`; it means everything below, too. `*` stands for any text. */
  readonly path?: string;
  readonly policy: FieldOwnershipPolicy;
}

/** Autoscalers own what they scale, whatever a template says. */
const BUILT_IN: readonly OwnershipRule[] = [{ subresource: 'scale', policy: 'yield' }];

/** The rules of an operation, the strongest first: configuration, pack, built in. */
export function ownershipRules(configured: readonly OwnershipRule[], ofPack: readonly JsonObject[]): readonly OwnershipRule[] {
  // The schema of the key has been checked.
  return [...configured, ...(ofPack as unknown as readonly OwnershipRule[]), ...BUILT_IN];
}

/** The first rule that fits decides; without one a conflict is refused, or taken over when the user says so. */
export function policyFor(field: FieldConflict, ref: ObjectRef, rules: readonly OwnershipRule[], takes: boolean): FieldOwnershipPolicy {
  return rules.find((rule) => fits(rule, field, ref))?.policy ?? (takes ? 'take' : 'fail');
}

function fits({ manager, subresource, kind, name, path }: OwnershipRule, field: FieldConflict, ref: ObjectRef): boolean {
  if (manager !== undefined && !globOf(manager).test(field.manager)) return false;
  if (subresource !== undefined && subresource !== (field.subresource ?? '')) return false;
  if (kind !== undefined && kind !== ref.kind && kind !== `${ref.kind}.${groupOf(ref.apiVersion)}`) return false;
  if (name !== undefined && !globOf(name).test(ref.name)) return false;
  return path === undefined || globOf(path, '(?:[.[].*)?').test(field.field);
}

function globOf(text: string, end = ''): RegExp {
  const parts = text.split('*').map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}${end}$`);
}

/** Whether the user takes fields over: always with `--force-conflicts`, with `--take-ownership` those of objects not yet ours. */
export function takesFields({ flags }: Pick<Operation, 'flags'>, isOurs: boolean): boolean {
  return flags['forceConflicts'] === true || (flags['takeOwnership'] === true && !isOurs);
}
