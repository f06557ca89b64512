export type TagKind = 'open' | 'close' | 'else' | 'other';

/** One `{{…}}` of a template. */
export interface Tag {
  /** Offsets of the opening delimiter and behind the closing one. */
  readonly start: number;
  readonly end: number;
  /** What stands between the delimiters. */
  readonly inner: string;
  readonly kind: TagKind;
  /** Name of a block for `open` and `close`. */
  readonly block: string;
  /** False if the text ends, or another tag begins, before the tag does. */
  readonly complete: boolean;
  /** A backslash before it makes it text. */
  readonly escaped: boolean;
}

/** Finds all tags, wrong ones included. Needs no parser, so it works where the parser gives up. */
export function findTags(text: string, open: string, close: string): Tag[] {
  const tags: Tag[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf(open, from);
    if (start === -1) return tags;
    const tag = readTag(text, start, open, close);
    tags.push(tag);
    from = Math.max(tag.end, start + open.length);
    if (tag.complete && open === '{{' && tag.inner.startsWith('{{')) from = skipRawBlock(text, tag);
  }
}

function readTag(text: string, start: number, open: string, close: string): Tag {
  const begin = start + open.length;
  const end = closingAt(text, begin, open, close);
  const escaped = text[start - 1] === '\\' && text[start - 2] !== '\\';
  const complete = end !== -1;
  const inner = complete ? text.slice(begin, end) : '';
  const stop = complete ? end + close.length : endOfLine(text, begin);
  return { start, end: stop, inner, complete, escaped, ...classify(inner) };
}

/** Offset of the closing delimiter, or -1. */
function closingAt(text: string, begin: number, open: string, close: string): number {
  const comment = /^~?!--/.exec(text.slice(begin, begin + 4));
  if (comment) {
    const dashes = text.indexOf(`--`, begin + comment[0].length);
    const end = commentEnd(text, dashes, close);
    return end;
  }
  if (/^~?!/.test(text.slice(begin, begin + 2))) return text.indexOf(close, begin);
  const braces = /^(?:\{\{|\{)/.exec(text.slice(begin, begin + 2))?.[0] ?? '';
  const wanted = '}'.repeat(braces.length) + close;
  return scanExpression(text, begin + braces.length, open, wanted, braces.length);
}

function commentEnd(text: string, from: number, close: string): number {
  for (let dashes = from; dashes !== -1; dashes = text.indexOf('--', dashes + 1)) {
    const after = text[dashes + 2] === '~' ? dashes + 3 : dashes + 2;
    if (text.startsWith(close, after)) return after;
  }
  return -1;
}

function scanExpression(text: string, begin: number, open: string, wanted: string, braces: number): number {
  for (let at = begin; at < text.length; at++) {
    const char = text[at];
    if (text.startsWith(wanted, at)) return at + braces;
    if (text.startsWith(open, at)) return -1;
    if (char === '"' || char === "'") at = endOfString(text, at, char);
    if (char === '[') at = endOfSegment(text, at);
  }
  return -1;
}

function endOfString(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && text[at + 1] === quote) at++;
    else if (text[at] === quote) return at;
  }
  return start;
}

function endOfSegment(text: string, start: number): number {
  const end = text.indexOf(']', start);
  return end === -1 || text.slice(start, end).includes('\n') ? start : end;
}

function classify(inner: string): Pick<Tag, 'kind' | 'block'> {
  const body = inner.replace(/^~/, '').replace(/~$/, '').trim();
  const name = (rest: string): string => /^[^\s()|~}]+/.exec(rest.trim())?.[0] ?? '';
  const opened = /^(?:#[>*]?|\^(?=\s*\S))([\s\S]*)$/.exec(body);
  if (opened) return { kind: 'open', block: unquoted(name(opened[1] ?? '')) };
  if (body.startsWith('/')) return { kind: 'close', block: unquoted(name(body.slice(1))) };
  if (/^(?:else\b|\^$)/.test(body)) return { kind: 'else', block: '' };
  return { kind: 'other', block: '' };
}

function unquoted(name: string): string {
  return name.replace(/^(["'])(.*)\1$/, '$2');
}

/** The content of `{{{{name}}}}` up to `{{{{/name}}}}` holds no tags. */
function skipRawBlock(text: string, tag: Tag): number {
  const name = /^\{\{\s*([^\s}]+)/.exec(tag.inner)?.[1] ?? '';
  const end = text.indexOf(`{{{{/${name}}}}}`, tag.end);
  return end === -1 ? tag.end : end + name.length + 9;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
