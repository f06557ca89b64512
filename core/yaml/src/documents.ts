export interface Segment {
  /** Position in the stream, empty documents counted. */
  index: number;
  /** 1-based line at which `text` begins. */
  line: number;
  text: string;
  /** Nothing but white space and comments. */
  empty: boolean;
}

interface Open {
  start: number;
  /** Began with `---`, so it is a document even without content. */
  explicit: boolean;
}

// YAML 1.2.2, production [206] c-forbidden: a line that starts with one of the two markers cannot be content, neither
// in a quoted nor in a block scalar, so no context is needed. The white space after it keeps `-----BEGIN` content.
const MARKER = /(?:^|\r\n|\r|\n)(---|\.\.\.)(?=[ \t\r\n]|$)/g;
const INSIGNIFICANT_LINE = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n)/y;
const INSIGNIFICANT_REST = /[ \t]*(?:#[^\r\n]*)?$/y;
const MARKER_LINE = /---[ \t]*(?:[ \t]#[^\r\n]*)?(?:\r\n|\r|\n|$)/y;
const LINE_BREAK = /\r\n|\r|\n/g;

/**
 * Cuts a stream into documents without reading them. Directives (`%YAML`, `%TAG`) stay with the document they precede;
 * comments before the first `---` belong to no document.
 */
export function splitDocuments(text: string): Segment[] {
  const segments: Segment[] = [];
  const lines = lineReader(text);
  let open: Open = { start: 0, explicit: false };
  for (const match of text.matchAll(MARKER)) {
    const marker = match[1] ?? '';
    const at = match.index + match[0].length - marker.length;
    const directives = marker === '---' && !open.explicit && onlyDirectives(text.slice(open.start, at));
    if (!directives) close(segments, text, open, at, lines);
    if (marker === '---') open = { start: directives ? open.start : at, explicit: true };
    else open = { start: at + marker.length, explicit: false };
  }
  close(segments, text, open, text.length, lines);
  return segments;
}

function close(segments: Segment[], text: string, open: Open, end: number, lineAt: (offset: number) => number): void {
  const start = open.explicit ? afterBareMarker(text, open.start, end) : open.start;
  const empty = significantStart(text, start, end) === end;
  if (empty && !open.explicit) return;
  segments.push({ index: segments.length, line: lineAt(start), text: text.slice(start, end), empty });
}

function afterBareMarker(text: string, start: number, end: number): number {
  MARKER_LINE.lastIndex = start;
  return MARKER_LINE.test(text) ? Math.min(MARKER_LINE.lastIndex, end) : start;
}

/** Where the first line with content begins; `end` when there is none. */
function significantStart(text: string, start: number, end: number): number {
  let position = start;
  while (position < end) {
    INSIGNIFICANT_LINE.lastIndex = position;
    if (!INSIGNIFICANT_LINE.test(text)) break;
    position = INSIGNIFICANT_LINE.lastIndex;
  }
  if (position >= end) return end;
  INSIGNIFICANT_REST.lastIndex = position;
  return INSIGNIFICANT_REST.test(text) ? end : position;
}

function onlyDirectives(part: string): boolean {
  const lines = part.split(LINE_BREAK).filter((line) => !/^[ \t]*(?:#|$)/.test(line));
  return lines.length > 0 && lines.every((line) => line.startsWith('%'));
}

// Offsets are asked for in ascending order, so the text is walked once.
function lineReader(text: string): (offset: number) => number {
  const breaks = text.matchAll(LINE_BREAK);
  let line = 1;
  let next = breaks.next();
  return (offset) => {
    while (!next.done && next.value.index + next.value[0].length <= offset) {
      line += 1;
      next = breaks.next();
    }
    return line;
  };
}
