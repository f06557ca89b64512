/**
 * Puts pieces of a template one behind the other. A brace of the text right beside a tag would be taken for a part of it:
 * a blank goes in between that `~` takes out again.
 */
export function beside(...pieces: readonly string[]): string {
  let text = '';
  for (const piece of pieces) {
    if (text.endsWith('}}') && piece.startsWith('}')) text = `${text.slice(0, -2)}~}} ${piece}`;
    else if (text.endsWith('{') && piece.startsWith('{{')) text += ` {{~${piece.slice(2)}`;
    else text += piece;
  }
  return text;
}
