/** A text in which the marks of optional elements stand as `!`, which the engine's parser reads, and where they were. */
export interface MarkedText {
  readonly text: string;
  readonly marks: ReadonlySet<number>;
}

const token = /\/\/[^\n]*|[bBrR]{0,2}("""|''')[\s\S]*?\1|[rR][bB]?(?:"[^"\n]*"|'[^'\n]*')|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[\w.]+|\s+|[\s\S]/gy;

/** Finds the `?` of `[?a, ?b]` and `{?k: v}`; those of `a[?i]`, `a.?b` and `c ? a : b` are others. */
export function markOptionals(text: string): MarkedText {
  const marks = new Set<number>();
  if (!text.includes('?')) return { text, marks };
  const open: string[] = [];
  let before = '';
  for (const { 0: piece, index } of text.matchAll(token)) {
    if (/^(?:\s|\/\/)/.test(piece)) continue;
    if (piece === '?' && startsElement(before, open.at(-1))) marks.add(index);
    if (/^[[({]$/.test(piece)) open.push(piece === '[' && endsOperand(before) ? 'index' : piece);
    if (/^[\])}]$/.test(piece)) open.pop();
    before = piece;
  }
  return { text: [...marks].reduce((marked, at) => `${marked.slice(0, at)}!${marked.slice(at + 1)}`, text), marks };
}

function startsElement(before: string, bracket: string | undefined): boolean {
  return (bracket === '[' || bracket === '{') && (before === bracket || before === ',');
}

function endsOperand(before: string): boolean {
  return before !== 'in' && /[\w)\]}"']$/.test(before);
}
