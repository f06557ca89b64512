/** Matches paths with `/`: `*` and `?` inside a part, `**` across parts, `[a-z]`, `{a,b}`. */
export function globToRegExp(glob: string): RegExp {
  const source = glob.replace(/\*\*\/|\*\*|[*?{},[\]]|[\\^$+.()|]/g, (token) => PARTS[token] ?? `\\${token}`);
  return new RegExp(`^${source}$`);
}

const PARTS: Readonly<Record<string, string>> = Object.freeze({
  '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]', '{': '(?:', '}': ')', ',': '|', '[': '[', ']': ']',
});
