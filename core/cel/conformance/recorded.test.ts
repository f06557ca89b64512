import { describe, expect, it } from 'vitest';
import { outcomeOf, type Outcome, type RecordedCase } from './outcome.ts';
import recorded from './recorded.json' with { type: 'json' };

const cases = recorded.cases as readonly RecordedCase[];

/** Go's maps have no order. */
function unordered(outcome: Outcome): unknown {
  return JSON.parse(JSON.stringify(outcome, (key, value: unknown) => (key === 'map' && Array.isArray(value) ? value.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value)));
}

const parts = ['refused', 'type', 'error', 'value', 'cost'] as const;

function expectedOutcome(recordedCase: RecordedCase): Outcome {
  const server = Object.fromEntries(parts.filter((part) => part in recordedCase).map((part) => [part, recordedCase[part]]));
  return { ...server, ...recordedCase.ours };
}

describe('answers of Kubernetes', () => {
  it.each(cases.map((recordedCase) => [`${recordedCase.expression}${recordedCase.version ? ` (${recordedCase.version})` : ''}`, recordedCase] as const))('to %s', (_, recordedCase) => {
    expect(unordered(outcomeOf(recordedCase, recorded))).toEqual(unordered(expectedOutcome(recordedCase)));
  });

  it('are the same here but for a few costs and texts', () => {
    const others = cases.filter(({ ours }) => ours !== undefined);
    expect(others.length / cases.length).toBeLessThan(0.07);
    expect(others.filter(({ ours }) => ours && 'value' in ours).map(({ expression }) => expression)).toEqual([]);
  });
});
