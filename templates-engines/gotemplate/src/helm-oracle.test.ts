import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askHelm, findHelm } from '../fixtures/helm.ts';
import { bytes, traps, type Trap } from '../fixtures/traps.ts';
import { renderText } from '../fixtures/render-text.ts';

const helm = await findHelm();

/** Probes that change what others see, or define what others may define too. */
function standsAlone({ template, fails }: Trap): boolean {
  return fails !== undefined || /\bdefine\b|\bset\b|merge|\bblock\b/i.test(template);
}

const PIECES = ['yes', 'no', 'null', '~', '1', '1.5', '0x1', '1e3', '2020-01-01', '12:30', 'a', 'word', ' ', '  ', '\n', '\t', ': ', ' #', '- ', '#', ':', "'", '"', '\\', '@', '%', '&', '*', '!', '|', '>', '?', '[', '{', ',', '}', ']', '`', '=', '<<', '---', '...', 'é', '🎉', '\u00a0', '\u2028', '\u0085', '\r', '\u0001', '\ufeff', '.', '+', '_', '0', 'longer-word-that-fills-lines'];
const text = fc.oneof(fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((parts) => parts.join('')), fc.string({ unit: 'grapheme', maxLength: 30 }));
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0 || 0), fc.constantFrom(0, 1e6, 1e20, 1e21, 0.000001, 123456.789));
// Go's natural order of keys with digits goes round in circles, and its sorting then depends on chance.
const key = fc.oneof(text.map((each) => each.replaceAll(/\p{Nd}/gu, '')), fc.constantFrom('a1', 'a2', 'a10', '1', '10'));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, text, number, fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(key.filter((each) => each !== '__proto__'), tie('value'), { maxKeys: 4 })),
}));

describe.skipIf(helm === undefined)('agreement with the real helm (skipped where its binary cannot be had)', () => {
  it('answers every trap as recorded', { timeout: 300_000 }, async () => {
    const together = traps.filter((trap) => !standsAlone(trap));
    const answers = await askHelm(helm ?? '', together.map(({ template }) => template));
    expect(answers).toEqual(together.map(({ gives = '' }) => ({ gives: bytes(gives) })));
    // One process each: some of them, chosen anew in every run.
    for (const { template, gives, fails } of fc.sample(fc.constantFrom(...traps.filter(standsAlone)), 40)) {
      const [answer] = await askHelm(helm ?? '', [template]);
      expect([template, answer]).toEqual([template, fails === undefined ? { gives: bytes(gives ?? '') } : { fails }]);
    }
  });

  it('prints the same YAML and JSON for generated values', { timeout: 120_000 }, async () => {
    const values = fc.sample(value, 400);
    const templates = values.map((_value, index) => ['toYaml', 'toJson', 'toYamlPretty'].map((name) => `{{ ${name} (index .Values.v ${index}) }}`).join('\n-----\n'));
    const answers = await askHelm(helm ?? '', templates, { v: values });
    const own = templates.map((template) => ({ gives: Buffer.from(renderText(template, { values: { v: values } }).text ?? 'failed').toString('latin1') }));
    expect(own).toEqual(answers);
  });
});
