import type { JsonObject, KubernetesObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseJson } from '@sherpack/yaml/json';
import type { Answer, Call } from './call.ts';
import { errors } from './errors.ts';

/** The JSON object of an answer, with exact numbers. @throws CLUSTER_BAD_ANSWER */
export function objectIn(answer: Pick<Answer, 'text'>, call: Pick<Call, 'action'>, server: string): JsonObject {
  const value = parsed(answer.text, call, server);
  if (isObject(value)) return value;
  throw errors.BAD_ANSWER(server, call.action, 'no JSON object');
}

function parsed(text: string, call: Pick<Call, 'action'>, server: string): unknown {
  try {
    return parseJson(text, { exactNumbers: true });
  } catch {
    // No cause: the parser's message quotes the text, and that may hold a secret.
    throw errors.BAD_ANSWER(server, call.action, 'no JSON');
  }
}

export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return isObject(value) && isObject(value['metadata']);
}
