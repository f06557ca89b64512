const simple: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/**
 * The bytes of a literal. What is not escaped counts as UTF-8, which the engine's parser (it takes code units for bytes) gets wrong
 * outside of ASCII; `parsed` is what it made of it.
 */
export function bytesLiteral(source: string, parsed: Uint8Array): Uint8Array {
  if ([...source].every((character) => (character.codePointAt(0) ?? 0) < 128)) return parsed;
  const opening = /^[bB]?('''|"""|'|")/.exec(source);
  const quote = opening?.[1] ?? '';
  const text = source.slice(opening?.[0].length ?? 0, source.length - quote.length);
  const bytes: number[] = [];
  for (const [piece] of text.matchAll(/\\[xX][0-9a-fA-F]{2}|\\[0-7]{3}|\\[\s\S]|[\s\S]/gu)) bytes.push(...pieceBytes(piece));
  return Uint8Array.from(bytes);
}

function pieceBytes(piece: string): readonly number[] {
  if (!piece.startsWith('\\')) return [...new TextEncoder().encode(piece)];
  const rest = piece.slice(1);
  if (/^[xX]/.test(rest)) return [Number.parseInt(rest.slice(1), 16)];
  if (/^[0-7]{3}$/.test(rest)) return [Number.parseInt(rest, 8)];
  return [simple[rest] ?? rest.charCodeAt(0)];
}
