import type { JsonObject } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { World } from '../world.ts';

/** Configuration key → variables that set it, the first one wins. Helm's own are understood. */
export const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  namespace: ['SHERPACK_NAMESPACE', 'HELM_NAMESPACE'],
  context: ['SHERPACK_CONTEXT', 'HELM_KUBECONTEXT'],
  kubeconfig: ['SHERPACK_KUBECONFIG'],
  cluster: ['SHERPACK_CLUSTER'],
  output: ['SHERPACK_OUTPUT'],
};

export const OUTPUT_FORMS = ['table', 'json', 'yaml'];

/** What the environment says, and by which variable. */
export interface EnvironmentSettings {
  readonly values: JsonObject;
  readonly variables: Readonly<Record<string, string>>;
}

/** @throws CLI_ENVIRONMENT_INVALID */
export function readEnvironment(env: World['env']): EnvironmentSettings {
  const values: Record<string, string> = {};
  const variables: Record<string, string> = {};
  for (const [key, names] of Object.entries(VARIABLES)) {
    const name = names.find((candidate) => isSet(env[candidate]));
    if (name === undefined) continue;
    values[key] = env[name] ?? '';
    variables[key] = name;
  }
  const output = values['output'];
  if (output !== undefined && !OUTPUT_FORMS.includes(output)) {
    throw errors.ENVIRONMENT_INVALID('SHERPACK_OUTPUT', `one of ${OUTPUT_FORMS.join(', ')}`);
  }
  return { values, variables };
}

/** @throws CLI_ENVIRONMENT_INVALID */
export function debugFromEnvironment(env: World['env']): boolean {
  const text = env['SHERPACK_DEBUG'];
  if (!isSet(text)) return false;
  if (['1', 'true', 'yes'].includes(text.toLowerCase())) return true;
  if (['0', 'false', 'no'].includes(text.toLowerCase())) return false;
  throw errors.ENVIRONMENT_INVALID('SHERPACK_DEBUG', 'true or false');
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
