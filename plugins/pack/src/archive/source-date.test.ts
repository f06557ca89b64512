import { expect, it } from 'vitest';
import { sourceDate } from './source-date.ts';

it('the time of archives is SOURCE_DATE_EPOCH or the beginning of time', () => {
  expect(sourceDate({})).toBe(0);
  expect(sourceDate({ SOURCE_DATE_EPOCH: '' })).toBe(0);
  expect(sourceDate({ SOURCE_DATE_EPOCH: '1700000000' })).toBe(1_700_000_000);
});

it('anything but whole seconds is refused', () => {
  expect(() => sourceDate({ SOURCE_DATE_EPOCH: 'yesterday' })).toThrow(expect.objectContaining({ code: 'PACK_SOURCE_DATE', exitCode: 2 }));
});
