import { defineErrors } from '@sherpack/plugin-api';
import type { SourceLocation } from '@sherpack/plugin-api';

export const errors = defineErrors('helm', {
  CHART_INVALID: (reason: string, location: SourceLocation) => ({
    message: `this is no usable chart: ${reason}`,
    hint: '"helm lint" says more about charts.',
    location,
    exitCode: 4,
  }),
});
