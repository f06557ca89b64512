import type { YAMLException } from 'js-yaml';

/** Go's words for what js-yaml complains about, where both mean the same. */
const MESSAGES: readonly (readonly [RegExp, string])[] = [
  [/bad indentation of a mapping entry|a multiline key may not be an implicit key/, 'mapping values are not allowed in this context'],
  [/can not read a block mapping entry|can not read an implicit mapping pair/, 'could not find expected \':\''],
  [/end of the stream or a document separator is expected/, 'did not find expected key'],
  [/unexpected end of the stream within a (?:single|double) quoted scalar/, 'found unexpected end of stream'],
  [/unexpected end of the stream within a flow collection|missed comma between flow collection entries/, 'did not find expected \',\' or \']\''],
  [/unidentified alias/, 'unknown anchor referenced'],
  [/tab characters must not be used in indentation/, 'found character that cannot start any token'],
  [/bad indentation of a sequence entry/, 'did not find expected \'-\' indicator'],
];

const CANNOT_START = /^[@`%\t]/;

/** `yaml: line 2: mapping values are not allowed in this context` */
export function goMessage({ reason, mark }: YAMLException, text: string): string {
  const line = mark?.line ?? 0;
  const at = text.split('\n')[line] ?? '';
  const value = at.replace(/^[^:]*:\s+/, '');
  const known = CANNOT_START.test(at) || CANNOT_START.test(value) ? 'found character that cannot start any token' : MESSAGES.find(([pattern]) => pattern.test(reason))?.[1];
  return `yaml: ${line > 0 ? `line ${line + 1}: ` : ''}${known ?? reason}`;
}
