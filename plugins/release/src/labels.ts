import { errors } from './errors.ts';

/**
 * Lays `name=value` texts over labels; `null` as value removes one, as for Helm.
 *
 * @throws RELEASE_LABEL_INVALID
 */
export function mergeLabels(below: Readonly<Record<string, string>>, texts: readonly string[]): Readonly<Record<string, string>> {
  const labels = new Map(Object.entries(below));
  for (const text of texts.flatMap((each) => each.split(','))) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(text.trim()) ?? [];
    if (name === undefined || value === undefined) throw errors.LABEL_INVALID(text);
    if (value === 'null') labels.delete(name);
    else labels.set(name, value);
  }
  return Object.fromEntries(labels);
}
