import { defineErrors } from '@sherpack/plugin-api';
import type { SourceLocation } from '@sherpack/plugin-api';

export const errors = defineErrors('helm', {
  CHART_INVALID: (reason: string, location: SourceLocation) => ({
    message: `this is no usable chart: ${reason}`,
    hint: '"helm lint" says more about charts.',
    location,
    exitCode: 4,
  }),
  NOT_A_CHART: (reference: string) => ({
    message: `${reference} is a pack already, not a chart`,
    hint: 'Name a folder with a Chart.yaml, or a chart archive. A pack needs no conversion: "sherpack template NAME PACK" renders it.',
    location: { file: reference },
    exitCode: 2,
  }),
  TARGET_UNKNOWN: (name: string, known: readonly string[], suggestion: string | undefined) => ({
    message: `--to: templates cannot be translated to "${name}"`,
    hint: suggestion === undefined ? `Known are: ${known.join(', ')}.` : `Did you mean "${suggestion}"?`,
    location: { input: '--to' },
    exitCode: 2,
  }),
  EXISTS: (path: string) => ({
    message: `${path} is there already; nothing was written`,
    hint: 'Name another folder with --destination, or remove that one first.',
    location: { file: path },
    exitCode: 2,
  }),
  WRITE_FAILED: (path: string, cause: unknown) => ({
    message: `${path} cannot be written`,
    hint: 'Check that the folder is there and that you may write to it.',
    location: { file: path },
    cause,
    exitCode: 1,
  }),
  CONVERSION_DIFFERS: (values: string, templates: readonly string[]) => ({
    message: `the pack would render otherwise than the chart with ${values}: ${templates.join(', ')}; nothing was written`,
    hint: 'This is a mistake in Sherpack; please report it with the chart. The chart itself can be installed as it is.',
    exitCode: 1,
  }),
});
