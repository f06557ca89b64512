import type { ManagedFieldsEntry } from '../server/api-types.ts';
import { invalid, tooLong, type FieldErrors } from './field-error.ts';

const managerLimit = 128;
const subresourceLimit = 256;

/** What is wrong with the name of a field manager (apimachinery, ValidateFieldManager). */
export function managerErrors(manager: string, field: string): FieldErrors {
  const long = Buffer.byteLength(manager) > managerLimit ? [tooLong(field, managerLimit)] : [];
  const odd = [...manager.matchAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu)];
  return [...long, ...odd.map((match) => invalid(field, manager, `invalid character ${codePoint(match[0])} (at position ${Buffer.byteLength(manager.slice(0, match.index))})`))];
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Of entries that cannot be read none is left by then. */
export function managedFieldsErrors(entries: readonly ManagedFieldsEntry[] | undefined): FieldErrors {
  return (entries ?? []).flatMap(({ manager = '', subresource = '' }, i) => [
    ...managerErrors(manager, `metadata.managedFields[${i}].manager`),
    ...(Buffer.byteLength(subresource) > subresourceLimit ? [tooLong(`metadata.managedFields[${i}].subresource`, subresourceLimit)] : []),
  ]);
}
