import { stringifyJson } from '@sherpack/yaml/json';

let newest: { readonly object: object; readonly text: string } | undefined;

/** What `stringifyJson` prints of a value of the API. Integers beyond 2^53, which only the slower way can print, are rare. */
export function jsonText(value: unknown): string {
  if (newest !== undefined && newest.object === value) return newest.text;
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return stringifyJson(value);
  }
}

/** As `jsonText` of an object that was just written: its text is remembered until the next one, for the answer and the watches. */
export function writtenText(object: object): string {
  const text = jsonText(object);
  newest = { object, text };
  return text;
}
