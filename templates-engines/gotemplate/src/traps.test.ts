import { describe, expect, it } from 'vitest';
import { renderProbe } from '../fixtures/probe-chart.ts';
import { bytes, traps } from '../fixtures/traps.ts';

describe('traps of Go templates, as Helm answers them', () => {
  it('covers every group', () => {
    expect(new Set(traps.map(({ trap }) => trap)).size).toBe(31);
  });

  it.each(traps.map((each) => [each.trap, each.template, each] as const))('%i: %s', (_trap, template, { gives, fails }) => {
    const outcome = renderProbe(template);
    if (fails === undefined) expect(outcome).toEqual({ gives: bytes(gives ?? '') });
    else expect(outcome.fails?.endsWith(fails), `${String(outcome.fails ?? outcome.gives)} should end in ${fails}`).toBe(true);
  });
});
