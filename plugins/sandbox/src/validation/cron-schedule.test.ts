import { describe, expect, it } from 'vitest';
import { nextRun, scheduleProblem } from './cron-schedule.ts';

function next(schedule: string, after: string): string | undefined {
  const run = nextRun(schedule, Date.parse(after));
  return run === undefined ? undefined : new Date(run).toISOString();
}

describe('a schedule', () => {
  it('is refused in the words of the API server', () => {
    expect(scheduleProblem('now and then')).toBe('expected exactly 5 fields, found 3: [now and then]');
    expect(scheduleProblem('61 * * * *')).toBeDefined();
    expect(scheduleProblem('@often')).toBe('unrecognized descriptor: @often');
    expect(scheduleProblem('*/5 0-6,12 * jan-mar mon')).toBeUndefined();
  });

  it('names its next run', () => {
    expect(next('*/5 * * * *', '2026-01-01T00:00:30Z')).toBe('2026-01-01T00:05:00.000Z');
    expect(next('@daily', '2026-01-01T00:00:00Z')).toBe('2026-01-02T00:00:00.000Z');
    expect(next('0 12 29 2 *', '2026-01-01T00:00:00Z')).toBe('2028-02-29T12:00:00.000Z');
    expect(next('0 0 13 * fri', '2026-01-01T00:00:00Z')).toBe('2026-01-02T00:00:00.000Z');
    expect(next('0 0 31 2 *', '2026-01-01T00:00:00Z')).toBeUndefined();
  });
});
