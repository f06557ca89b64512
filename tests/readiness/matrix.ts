import type { Case, OpenGround, Outcome } from './case.ts';
import { FAULTS } from './faults.ts';
import { LOOK_ALIKES } from './look-alikes.ts';
import { runCase } from './run-case.ts';
import { chainLines } from '../../plugins/deploy/src/failure/report.ts';

/** Runs the cases beside one another, each in a namespace of its own. */
export async function runMatrix(open: OpenGround, isWanted: (one: Case) => boolean): Promise<readonly Outcome[]> {
  return Promise.all([...FAULTS, ...LOOK_ALIKES].filter(isWanted).map(async (one) => {
    const ground = await open();
    try {
      return await runCase(one, ground);
    } finally {
      await ground.close();
    }
  }));
}


/** Each case with its verdict, and the confusion matrix below. */
export function printMatrix(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, expected, verdict, ms, within }) => {
    const chain = chainLines(verdict.chain).map((line) => `\n      ${line}`).join('');
    return `  ${verdict.state === expected ? 'ok ' : 'BAD'} ${name}: ${verdict.state} after ${(ms / 1000).toFixed(1)} s (due ${(within / 1000).toFixed(1)} s): ${verdict.reason}${chain}`;
  });
  const count = (expected: string, state: string) => outcomes.filter((one) => one.expected === expected && one.verdict.state === state).length;
  const states = ['failed', 'ready', 'progressing', 'unknown'] as const;
  const table = (['failed', 'ready'] as const).map((expected) => `  is ${expected.padEnd(8)}${states.map((state) => String(count(expected, state)).padStart(13)).join('')}`);
  return [...rows, `  ${'said:'.padEnd(11)}${states.map((state) => state.padStart(13)).join('')}`, ...table, ''].join('\n');
}
