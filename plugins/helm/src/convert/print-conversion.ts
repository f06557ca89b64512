import type { Comparison } from './compare-rendering.ts';
import type { Conversion } from './convert-chart.ts';

/** A conversion for people. */
export function conversionText({ path, name, version, files, translated, untranslated, left, notes, compared }: Conversion): string {
  const head = path === undefined ? `would write ${name} ${version}: ${files} files` : `wrote ${path}: ${name} ${version}, ${files} files`;
  const lines = [head, ...compared.map(comparisonLine), ...notes];
  if (translated.length + untranslated.length > 0) lines.push(`${translated.length} of ${translated.length + untranslated.length} templates are translated`);
  if (left.length > 0) lines.push('left as they are:', ...left.map(({ file, line, column, reason }) => `  ${file}:${line}:${column}  ${reason}`));
  return `${lines.join('\n')}\n`;
}

function comparisonLine({ values, documents, sameBytes, unstable, failure }: Comparison): string {
  if (failure !== undefined) return `${values}: not compared, for the chart does not render: ${failure}`;
  const bytes = sameBytes === documents ? 'all equal byte for byte' : `all equal, ${sameBytes} of them byte for byte`;
  const rest = unstable === 0 ? '' : `; ${unstable} more change with every rendering and were left out`;
  return `${values}: ${documents} documents, ${bytes}${rest}`;
}
