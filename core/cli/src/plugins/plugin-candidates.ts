/**
 * The npm names that a reference in the configuration may stand for, in the order in which they are tried.
 * Paths (`./x`, `/x`) are no npm names and give an empty list.
 */
export function pluginCandidates(reference: string): readonly string[] {
  if (reference.startsWith('.') || reference.startsWith('/')) return [];
  if (reference.startsWith('@') || reference.includes('plugin-')) return [reference];
  return [`@sherpack/plugin-${reference}`, `@sherpack/engine-${reference}`, `sherpack-plugin-${reference}`, reference];
}
