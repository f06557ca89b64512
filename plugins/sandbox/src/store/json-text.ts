import { stringifyJson } from '@sherpack/yaml/json';

/** What `stringifyJson` prints of a value of the API. Integers beyond 2^53, which only the slower way can print, are rare. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return stringifyJson(value);
  }
}
