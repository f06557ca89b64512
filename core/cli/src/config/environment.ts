import type { JsonObject } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { World } from '../world.ts';

/** Dotted configuration key → variables that set it, the first one wins. Helm's own are understood. */
export const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  namespace: ['SHERPACK_NAMESPACE', 'HELM_NAMESPACE'],
  context: ['SHERPACK_CONTEXT', 'HELM_KUBECONTEXT'],
  kubeconfig: ['SHERPACK_KUBECONFIG'],
  cluster: ['SHERPACK_CLUSTER'],
  output: ['SHERPACK_OUTPUT'],
  'storage.driver': ['SHERPACK_STORAGE_DRIVER'],
  'storage.compression': ['SHERPACK_STORAGE_COMPRESSION'],
  'storage.chunking.enabled': ['SHERPACK_STORAGE_CHUNKING'],
  'storage.chunking.maxChunkSize': ['SHERPACK_STORAGE_MAX_CHUNK_SIZE'],
};

/** Texts that stand for something else than themselves; a key that is here takes no others. */
const WORDS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'storage.chunking.enabled': { auto: 'auto', true: true, false: false },
};

export const OUTPUT_FORMS = ['table', 'json', 'yaml'];

/** What the environment says, and by which variable. */
export interface EnvironmentSettings {
  readonly values: JsonObject;
  readonly variables: Readonly<Record<string, string>>;
}

/** @throws CLI_ENVIRONMENT_INVALID */
export function readEnvironment(env: World['env']): EnvironmentSettings {
  const values: Record<string, unknown> = {};
  const variables: Record<string, string> = {};
  for (const [key, names] of Object.entries(VARIABLES)) {
    const name = names.find((candidate) => isSet(env[candidate]));
    if (name === undefined) continue;
    setAt(values, key.split('.'), valueOf(key, name, env[name] ?? ''));
    variables[key] = name;
  }
  const output = values['output'];
  if (output !== undefined && !OUTPUT_FORMS.includes(String(output))) {
    throw errors.ENVIRONMENT_INVALID('SHERPACK_OUTPUT', `one of ${OUTPUT_FORMS.join(', ')}`);
  }
  return { values, variables };
}

function valueOf(key: string, variable: string, text: string): unknown {
  const words = WORDS[key];
  if (words === undefined) return text;
  if (!Object.hasOwn(words, text)) throw errors.ENVIRONMENT_INVALID(variable, `one of ${Object.keys(words).join(', ')}`);
  return words[text];
}

function setAt(values: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    values[key] = value;
    return;
  }
  const below = (values[key] ??= {}) as Record<string, unknown>;
  setAt(below, rest, value);
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
