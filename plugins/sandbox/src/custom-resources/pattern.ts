export interface Pattern {
  test(text: string): boolean;
}

const compiled = new Map<string, Pattern>();

let goCompile: ((source: string) => Pattern) | undefined;

/** Loads the engine for Go's syntax, which schemas are written in; await it before patterns are used. */
export async function loadGoPatterns(): Promise<void> {
  if (goCompile) return;
  const { RE2JS } = await import('re2js');
  goCompile = (source) => {
    const pattern = RE2JS.compile(source);
    return { test: (text) => pattern.matcher(text).find() };
  };
}

export function compilePattern(source: string): Pattern {
  if (!goCompile) throw new TypeError('loadGoPatterns has not been awaited');
  const found = compiled.get(source) ?? goCompile(source);
  compiled.set(source, found);
  return found;
}
