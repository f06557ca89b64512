/** What the first line of a template can say of itself. */
export interface Directive {
  readonly delimiters: readonly [string, string] | undefined;
  readonly strict: boolean | undefined;
  /** Words that mean nothing. */
  readonly unknown: readonly string[];
  /** The template without the line. */
  readonly rest: string;
}

const FORMS = [/^\{\{!--\s*sherpack:(.*?)--\}\}[ \t]*$/, /^#\s*sherpack:(.*)$/];

/** `{{!-- sherpack: delimiters=<< >> strict=false --}}` or `# sherpack: …` on the first line; undefined if there is none. */
export function readDirective(text: string): Directive | undefined {
  const end = text.indexOf('\n');
  const line = (end === -1 ? text : text.slice(0, end)).replace(/\r$/, '');
  const words = FORMS.map((form) => form.exec(line)?.[1]).find((found) => found !== undefined);
  if (words === undefined) return undefined;
  return { ...readWords(words.trim()), rest: end === -1 ? '' : text.slice(end + 1) };
}

function readWords(words: string): Omit<Directive, 'rest'> {
  const delimiters = /(?:^|\s)delimiters=(\S+)\s+(\S+)/.exec(words);
  const strict = /(?:^|\s)strict=(true|false)(?=\s|$)/.exec(words)?.[1];
  const left = words.replace(delimiters?.[0] ?? '', '').replace(/(?:^|\s)strict=(?:true|false)(?=\s|$)/, '');
  return {
    delimiters: delimiters?.[1] && delimiters[2] ? [delimiters[1], delimiters[2]] : undefined,
    strict: strict === undefined ? undefined : strict === 'true',
    unknown: left.split(/\s+/).filter((word) => word !== ''),
  };
}
