import { describe, expect, it } from 'vitest';
import { renderText } from '../../fixtures/render-text.ts';
import { functionNames } from './names.ts';

describe('functions', () => {
  it('are all of Go, Sprig and Helm but for the environment', () => {
    expect(functionNames().length).toBe(251);
    expect(functionNames()).not.toContain('env');
  });

  it.each([
    ['{{ durationSeconds "1h30m" }} {{ durationMilliseconds 2 }} {{ durationMicroseconds "2.5" }} {{ durationNanoseconds 0.5 }}', '5400 2000 2500000 500000000'],
    ['{{ durationMinutes "90s" }} {{ durationHours "90m" }} {{ durationDays "36h" }} {{ durationWeeks "84h" }} {{ durationSeconds "bad" }}', '1.5 1.5 1.5 0.5 0'],
    ['{{ durationRoundTo "2h13m" "30m" }} {{ durationTruncateTo "2h13m" "30m" }} {{ durationRoundTo "2h" "bad" }} {{ typeOf (mustToDuration 5) }}', '2h0m0s 2h0m0s 2h0m0s time.Duration'],
  ])('read durations: %s', (template, text) => {
    expect(renderText(template)).toEqual({ text });
  });

  it('refuse what is no duration where they must', () => {
    expect(renderText('{{ mustToDuration "bad" }}').error).toContain('could not parse duration "bad"');
  });
});
