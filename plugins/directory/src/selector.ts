import type { KubernetesObject, ListOptions } from '@sherpack/plugin-api';

/** Whether an object fits the selectors of a list; the syntax is that of `kubectl -l` and `--field-selector`. */
export function fits(object: KubernetesObject, { labelSelector, fieldSelector }: Pick<ListOptions, 'labelSelector' | 'fieldSelector'>): boolean {
  return termsOf(labelSelector).every((term) => fitsLabel(object.metadata.labels ?? {}, term)) && termsOf(fieldSelector).every((term) => fitsField(object, term));
}

// Commas inside the parentheses of a set are no separators.
function termsOf(selector: string | undefined): readonly string[] {
  return (selector ?? '').split(/,(?![^(]*\))/).map((term) => term.trim()).filter((term) => term !== '');
}

function fitsLabel(labels: Readonly<Record<string, string>>, term: string): boolean {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(term);
  if (set !== null) return inSet(labels[set[1] ?? ''], set[3] ?? '') === (set[2] === 'in');
  const compared = /^([^!=\s]+)\s*(!=|==?)\s*(.*)$/.exec(term);
  if (compared !== null) return (labels[compared[1] ?? ''] === compared[3]) === (compared[2] !== '!=');
  return term.startsWith('!') ? !Object.hasOwn(labels, term.slice(1).trim()) : Object.hasOwn(labels, term);
}

function inSet(value: string | undefined, list: string): boolean {
  return value !== undefined && list.split(',').map((entry) => entry.trim()).includes(value);
}

function fitsField({ metadata }: KubernetesObject, term: string): boolean {
  const [, path = '', operator, wanted] = /^([^!=]+)(!=|==?)(.*)$/.exec(term) ?? [];
  const fields: Readonly<Record<string, string | undefined>> = { 'metadata.name': metadata.name, 'metadata.namespace': metadata.namespace ?? '' };
  // Other fields are a server's to know; in files they have no value that could be compared.
  return (fields[path] === wanted) === (operator !== '!=');
}
