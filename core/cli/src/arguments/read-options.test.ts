import { describe, expect, it } from 'vitest';
import type { OptionTable } from '@sherpack/plugin-api';
import { createOptionSet } from './option-set.ts';
import { readOptions } from './read-options.ts';

const description = 'x';
const table: OptionTable = {
  timeout: { type: 'duration', default: 300_000, description },
  historyMax: { type: 'number', default: 10, description },
  wait: { type: 'boolean', description },
  set: { type: 'string[]', description },
  cascade: { type: 'string', choices: ['background', 'foreground'], refusedValues: { orphan: 'objects are never abandoned.' }, description },
  verify: { type: 'boolean', description, refused: 'archives are always verified.' },
};

function read(flags: Record<string, readonly string[] | boolean>) {
  return readOptions(new Map(Object.entries(flags)), createOptionSet('install', [{ role: 'command', plugin: 'release', table }]));
}

describe('option values', () => {
  it('fills in defaults and leaves out what was not given', () => {
    expect(read({})).toEqual({ timeout: 300_000, historyMax: 10 });
  });

  it('gives durations in milliseconds, numbers, and lists as they came', () => {
    expect(read({ timeout: ['1m30s'], historyMax: ['3'], set: ['a=1,b=2'], wait: false })).toEqual({ timeout: 90_000, historyMax: 3, set: ['a=1,b=2'], wait: false });
  });

  it('takes the last value of a flag that was repeated', () => {
    expect(read({ cascade: ['background', 'foreground'] })).toMatchObject({ cascade: 'foreground' });
  });

  it.each([
    [{ timeout: ['soon'] }, 'The value of --timeout must be a duration such as 90s, 5m or 1h30m.'],
    [{ historyMax: ['many'] }, 'The value of --history-max must be a number.'],
    [{ cascade: ['foregrund'] }, 'The value of --cascade must be one of background, foreground.'],
  ])('refuses %j', (flags, message) => {
    expect(() => read(flags)).toThrow(message);
  });

  it('names the near miss of a choice', () => {
    expect(() => read({ cascade: ['foregrund'] })).toThrow(expect.objectContaining({ hint: 'Did you mean "foreground"?' }));
  });

  it('says why a flag of Helm is not supported', () => {
    expect(() => read({ verify: true })).toThrow(expect.objectContaining({
      code: 'CLI_OPTION_REFUSED', exitCode: 2, message: '--verify is not supported: archives are always verified.',
    }));
  });

  it('says why a value of such a flag is not supported', () => {
    expect(() => read({ cascade: ['orphan'] })).toThrow(expect.objectContaining({
      code: 'CLI_OPTION_REFUSED', exitCode: 2, message: '--cascade=orphan is not supported: objects are never abandoned.',
    }));
  });
});
