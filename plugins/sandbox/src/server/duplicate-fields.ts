/**
 * Paths of fields that JSON text gives more than once, spelled as the API server does (`spec.ports[0].name`). The text
 * has been read as JSON already, so that only its structure is looked at.
 */
export function duplicateFields(text: string): string[] {
  const found: string[] = [];
  let at = 0;

  function skipSpace(): void {
    while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
  }

  /** From an opening quote to behind the closing one. */
  function readText(): string {
    const start = at;
    at += 1;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at += 1;
    return JSON.parse(text.slice(start, at)) as string;
  }

  function readList(path: string): void {
    at += 1;
    skipSpace();
    for (let index = 0; text[at] !== ']'; index += 1) {
      readValue(`${path}[${index}]`);
      skipSpace();
      if (text[at] === ',') at += 1;
      skipSpace();
    }
    at += 1;
  }

  function readObject(path: string): void {
    const seen = new Set<string>();
    at += 1;
    skipSpace();
    while (text[at] !== '}') {
      const name = readText();
      const place = path === '' ? name : `${path}.${name}`;
      if (seen.has(name)) found.push(place);
      seen.add(name);
      skipSpace();
      at += 1;
      readValue(place);
      skipSpace();
      if (text[at] === ',') at += 1;
      skipSpace();
    }
    at += 1;
  }

  function readValue(path: string): void {
    skipSpace();
    const sign = text[at];
    if (sign === '{') readObject(path);
    else if (sign === '[') readList(path);
    else if (sign === '"') readText();
    else while (at < text.length && !',]}'.includes(text[at] ?? '') && text.charCodeAt(at) > 0x20) at += 1;
  }

  readValue('');
  return [...new Set(found)];
}
