/** Go maps single characters, so that `ß` stays `ß`. */
export function upperRune(character: string): string {
  const upper = character.toUpperCase();
  return [...upper].length === 1 ? upper : character;
}

export function lowerRune(character: string): string {
  const lower = character.toLowerCase();
  return [...lower].length === 1 ? lower : character;
}
