import { describe, expect, it } from 'vitest';
import gaps from './conformance-gaps.json' with { type: 'json' };
import { conformanceFolder, playCase, recordedCases } from './conformance-cases.ts';

const folder = conformanceFolder();

describe.skipIf(folder === undefined)('the recorded answers of a real API server (skipped where they are not at hand)', () => {
  const cases = folder === undefined ? [] : recordedCases(folder);
  const open = new Set<string>(gaps);

  it.each(cases.filter(({ name }) => !open.has(name)))('answers as the real server does: $name', async (recorded) => {
    expect(await playCase(recorded)).toBeUndefined();
  });

  it('the list of gaps names exactly the cases that are still answered differently', async () => {
    const failing: string[] = [];
    for (const recorded of cases.filter(({ name }) => open.has(name))) if ((await playCase(recorded)) !== undefined) failing.push(recorded.name);
    expect(failing.toSorted()).toEqual([...open].toSorted());
  });
});
