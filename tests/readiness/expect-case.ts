import { expect } from 'vitest';
import { chainLines } from '../../plugins/deploy/src/failure/report.ts';
import type { Case, Outcome } from './case.ts';

/** Beyond the grace of the catalogue, counted from when the cluster shows the fault. Milliseconds. */
const ALLOWED = 5000;

/** Holds what was said of a case against what is to be said of it. */
export function expectCase({ expected, within, chain = [], reason, notice }: Case, outcome: Outcome | undefined): void {
  expect(outcome?.verdict.state, outcome?.verdict.reason).toBe(expected);
  expect(outcome?.ms).toBeLessThanOrEqual(within + ALLOWED);
  const lines = chainLines(outcome?.verdict.chain);
  for (const part of chain) expect(lines.some((line) => part.split('|').some((text) => line.includes(text))), `${part} in\n${lines.join('\n')}`).toBe(true);
  if (reason !== undefined) expect(outcome?.verdict.reason).toContain(reason);
  if (notice !== undefined) expect(outcome?.verdict.notice).toContain(notice);
  if (expected === 'failed' && reason === undefined) expect(outcome?.verdict.hint).toBeDefined();
}
