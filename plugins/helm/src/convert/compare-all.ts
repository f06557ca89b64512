import { join } from 'node:path';
import type { JsonObject, Operations, Pack } from '@sherpack/plugin-api';
import { compareRendering } from './compare-rendering.ts';
import type { Comparison } from './compare-rendering.ts';

export interface CompareAllOptions {
  readonly reference: string;
  readonly chart: Pack;
  /** The pack, as far as it is written. */
  readonly folder: string;
  readonly suffix: string;
  readonly operations: Operations;
  readonly signal: AbortSignal;
  readonly namespace: string;
  readonly flags: JsonObject;
}

/** Compares with the values of the command line, and with each file of values that the chart brings for its own tests. */
export async function compareAll({ reference, chart, folder, flags, ...options }: CompareAllOptions): Promise<readonly Comparison[]> {
  if (chart.kind === 'library') return [];
  const given = Array.isArray(flags['values']) ? (flags['values'] as readonly string[]) : [];
  const files = [...chart.files.keys()].filter((path) => /^ci\/[^/]+\.ya?ml$/.test(path));
  const found = [await compareRendering(reference, folder, { ...options, flags, values: given.length === 0 ? 'default values' : given.join(', ') })];
  for (const file of files) {
    const values = [...given, join(folder, file)];
    found.push(await compareRendering(reference, folder, { ...options, flags: { ...flags, values }, values: file }));
  }
  return found;
}
