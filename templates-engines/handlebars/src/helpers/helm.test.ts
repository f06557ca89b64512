import { describe, expect, it } from 'vitest';
import answers from '../../fixtures/helm-answers.json' with { type: 'json' };
import { renderText } from '../../fixtures/render-text.ts';

/** Where this engine differs from Helm on purpose; the README says why. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'toJson (dict "b" 1 "a" 2)': '{"b":1,"a":2}',
  'camelcase "http_server"': 'httpServer',
  'camelcase "some-value"': 'someValue',
  'camelcase "FirstName"': 'firstName',
  'snakecase "aB1c"': 'a_b_1_c',
  // Helm answers 0s to every integer.
  'duration 3725': '1h2m5s',
  'duration 90061': '25h1m1s',
};

/** YAML may quote a text either way. */
function unquoted(text: string): string {
  return text.replaceAll("'", '"');
}

describe('answers recorded from Helm 4.1.4', () => {
  for (const [expression, answer] of Object.entries(answers)) {
    it(`hold for ${expression}`, () => {
      const own = renderText(`{{${expression.replaceAll('\\n', '\n')}}}`);
      expect(unquoted(own)).toBe(unquoted(OTHERWISE[expression] ?? answer));
    });
  }
});
