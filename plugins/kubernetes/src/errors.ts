import { defineErrors } from '@sherpack/plugin-api';

const CHOOSE = 'Choose a cluster with --kubeconfig FILE, KUBECONFIG or --context NAME; without one, --cluster sandbox runs an embedded API server.';

export const errors = defineErrors('kubernetes', {
  NO_CONFIG: (looked: readonly string[]) => ({
    message: `there is no kubeconfig (looked for ${looked.join(', ')})`,
    hint: CHOOSE,
    exitCode: 5 as const,
  }),
  NO_CONTEXT: (contexts: readonly string[]) => ({
    message: 'the kubeconfig names no current context',
    hint: `Choose one with --context: ${contexts.join(', ') || 'it has none'}.`,
    exitCode: 5 as const,
  }),
  UNKNOWN_CONTEXT: (name: string, contexts: readonly string[], near: string | undefined) => ({
    message: `the kubeconfig has no context "${name}"`,
    hint: near === undefined ? `It has: ${contexts.join(', ') || 'none'}.` : `Did you mean "${near}"?`,
    exitCode: 5 as const,
  }),
  CONFIG_INVALID: (file: string, problem: string, cause?: unknown) => ({
    message: `${file}: ${problem}`,
    hint: 'Correct the kubeconfig, or choose another one with --kubeconfig.',
    location: { file },
    exitCode: 5 as const,
    cause,
  }),
  CREDENTIALS: (user: string, problem: string, advice: string | undefined) => ({
    message: `no credentials for user "${user}" of the kubeconfig: ${problem}`,
    hint: advice ?? 'Run that command by hand to see why it fails, log in again, or choose another context with --context.',
    exitCode: 5 as const,
  }),
  OVERRIDE_INVALID: (flag: string, problem: string) => ({
    message: `${flag}: ${problem}`,
    hint: 'See "sherpack help" for the cluster flags.',
    exitCode: 2 as const,
  }),
});
