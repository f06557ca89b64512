import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cases } from '../fixtures/recorded/cases.ts';
import { playCase, type Recorded, type RecordedCase } from '../fixtures/recorded/play.ts';
import { without } from './schemas/json-path.ts';
import { sandboxSide } from '../fixtures/differential/sides.ts';

const file = path.join(import.meta.dirname, '../fixtures/recorded/answers.jsonl');
const recorded = fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as RecordedCase);
const played = cases();

function compared(answer: Recorded): Omit<Recorded, 'message'> {
  return without(answer, 'message');
}

describe('the answers that were recorded from a real API server', () => {
  it('cover every case, request by request', () => {
    expect(recorded.map(({ name, answers }) => [name, answers.length])).toEqual(played.map(({ name, steps }) => [name, steps.length]));
  });

  it.each(recorded)('are the sandbox\'s too: $name', async ({ name, base, answers }) => {
    const one = played.find((other) => other.name === name);
    if (!one) throw new Error(`no case ${name}`);
    const side = await sandboxSide();
    try {
      const own = await playCase(one, side, 'recorded1');
      expect(own.base).toEqual(base);
      const wrong = answers.flatMap((answer, i) => {
        const mine = own.answers[i] as Recorded;
        const isSame = JSON.stringify(compared(mine)) === JSON.stringify(compared(answer));
        return isSame ? [] : [{ request: one.steps[i], real: answer, sandbox: mine }];
      });
      expect(wrong).toEqual([]);
    } finally {
      await side.close();
    }
  });
});
