/** A pattern of gobwas/glob with `/` as separator; one that cannot be read matches everything. */
export function globMatcher(pattern: string): (path: string) => boolean {
  const source = translate(pattern);
  if (source === undefined) return () => true;
  const expression = new RegExp(`^${source}$`, 'su');
  return (path) => expression.test(path);
}

const PLAIN = /[\\^$.|?*+()[\]{}/]/g;

function literal(text: string): string {
  return text.replaceAll(PLAIN, '\\$&');
}

/** Undefined: brackets or braces do not match. */
function translate(pattern: string): string | undefined {
  let source = '';
  let braces = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '\\') source += literal(pattern[++at] ?? '\\');
    else if (character === '*') {
      const run = /^\*+/.exec(pattern.slice(at))?.[0].length ?? 1;
      at += run - 1;
      source += run > 1 ? '[^]*' : '[^/]*';
    } else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const end = pattern.indexOf(']', at + 1);
      if (end === -1) return undefined;
      source += characterClass(pattern.slice(at + 1, end));
      at = end;
    } else if (character === '{') {
      braces++;
      source += '(?:';
    } else if (character === '}' && braces > 0) {
      braces--;
      source += ')';
    } else if (character === ',' && braces > 0) source += '|';
    else source += literal(character);
  }
  return braces === 0 ? source : undefined;
}

function characterClass(inner: string): string {
  const negated = inner.startsWith('!');
  const body = (negated ? inner.slice(1) : inner).replaceAll(/[\\\]^[]/g, '\\$&');
  return `[${negated ? '^' : ''}${body}]`;
}
