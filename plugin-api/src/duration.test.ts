import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('durations', () => {
  it.each([
    ['5m', 300_000], ['1m30s', 90_000], ['300', 300_000], ['1.5h', 5_400_000], ['250ms', 250], ['0', 0], ['0s', 0], ['.5s', 500], ['2h45m10s', 9_910_000],
  ])('reads %s as %d milliseconds', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each(['', 'm', '5x', '-5s', '1m 30s', '5mm', '1e3s', 'Infinity'])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([0, 500, 1000, 90_000, 5_400_000, 3_600_000])('writes %d milliseconds so that they can be read back', (milliseconds) => {
    expect(parseDuration(formatDuration(milliseconds))).toBe(milliseconds);
  });
});
