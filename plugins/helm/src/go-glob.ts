/**
 * A pattern of Go's `filepath.Match` as a regular expression: `*` and `?` stay inside a name, `[a-z]` and `[^a]` are
 * classes, a backslash takes the next character as it is.
 *
 * @returns undefined when the pattern is malformed
 */
export function globToRegExp(pattern: string): RegExp | undefined {
  let source = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index);
    if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '\\') source += literal(pattern.charAt(++index));
    else if (character === '[') {
      const end = pattern.indexOf(']', index + 2);
      if (end === -1) return undefined;
      source += `[${pattern.slice(index + 1, end).replaceAll(/[\\[\]]/g, '\\$&')}]`;
      index = end;
    } else source += literal(character);
  }
  try {
    return new RegExp(`^${source}$`, 'su');
  } catch {
    return undefined;
  }
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
